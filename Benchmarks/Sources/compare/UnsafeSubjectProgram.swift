// Invariants: strings that are handed to `posix_spawn` live until it has returned. The descriptors belong to the object and are closed
// once, when it ends.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A process that is asked, line by line, and answers each with a line.
///
/// It is told by the end of its input to end, and killed when it doesn't.
final class SubjectProgram {
    private var process: pid_t = -1
    private var input: CInt = -1
    private var output: CInt = -1
    private var unread: [UInt8] = []

    /// Starts it; one that can't be started answers nothing.
    ///
    /// - Parameters:
    ///   - path: The executable.
    ///   - argument: Its only one.
    ///   - preload: A library that is loaded before all others.
    init(path: String, argument: String, preload: String?) {
        guard let (childInput, input) = SubjectProgram.makePipe() else { return }
        self.input = input
        guard let (output, childOutput) = SubjectProgram.makePipe() else {
            close(childInput)
            return
        }
        self.output = output
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
        #else
            var actions = posix_spawn_file_actions_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_adddup2(&actions, childInput, 0)
        posix_spawn_file_actions_adddup2(&actions, childOutput, 1)
        let arguments = SubjectProgram.copies([path, argument])
        let environment = SubjectProgram.copies(SubjectProgram.environment(preload))
        if posix_spawn(&process, path, &actions, nil, arguments, environment) != 0 { process = -1 }
        for text in arguments + environment { free(text) }
        posix_spawn_file_actions_destroy(&actions)
        close(childInput)
        close(childOutput)
    }

    deinit {
        if input >= 0 { close(input) }
        if output >= 0 { close(output) }
        if process > 0 { end() }
    }

    /// Asks for a round.
    ///
    /// False when nobody is there to read it.
    func ask() -> Bool { write(input, "\n", 1) == 1 }

    /// The next line, `nil` when there is none in that time or will be none.
    func readLine(within seconds: Int) -> String? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: unread[..<end], as: UTF8.self)
                unread.removeSubrange(...end)
                return line
            }
            var request = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
            guard poll(&request, 1, CInt(seconds) * 1000) == 1 else { return nil }
            let count = read(output, &buffer, buffer.count)
            if count <= 0 { return nil }
            unread += buffer.prefix(count)
        }
    }

    /// Waits a second, and then no more.
    private func end() {
        for _ in 0..<1000 {
            if waitpid(process, nil, WNOHANG) != 0 { return }
            usleep(1000)
        }
        kill(process, SIGKILL)
        waitpid(process, nil, 0)
    }

    /// Little, so that whoever starts the runner makes no difference.
    private static func environment(_ preload: String?) -> [String] {
        var variables = preload.map { ["LD_PRELOAD=\($0)"] } ?? []
        for name in ["PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH"] {
            if let value = getenv(name) { variables.append("\(name)=\(String(cString: value))") }
        }
        return variables
    }

    /// As C takes a list; each to be freed.
    private static func copies(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
        var copies: [UnsafeMutablePointer<CChar>?] = texts.map { text in strdup(text) }
        copies.append(nil)
        return copies
    }

    /// A pipe that no other program inherits.
    private static func makePipe() -> (read: CInt, write: CInt)? {
        var ends: [CInt] = [-1, -1]
        if pipe(&ends) != 0 { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }
}
