#if os(Linux)
    // Invariants: the C strings of `arguments` live from strdup to free, around the one call that reads them. `actions` is used
    // between init and destroy. A stream of popen is used only until pclose.

    import Foundation

    /// A program that sleeps in a process of its own until this is released.
    final class ChildProcess {
        let id: pid_t
        private let folder: URL

        struct NotStarted: Error {
            let code: Int32
        }

        /// - Parameters:
        ///   - name: What the program is called, as `/proc` shows it.
        ///   - openFiles: How many files it has open beside its standard ones.
        /// - Throws: When it can't be started.
        init(name: String, openFiles: Int = 0) throws {
            folder = FileManager.default.temporaryDirectory.appendingPathComponent("process-collector-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let program = folder.appendingPathComponent(name).path
            try FileManager.default.copyItem(atPath: "/bin/sleep", toPath: program)
            // The shell opens the files and becomes the program: what that has open is exactly known.
            let redirections = (0..<openFiles).map { "exec \($0 + 3)</dev/null;" }.joined()
            id = try ChildProcess.spawn(["/bin/sh", "-c", "\(redirections) exec \"$0\" 600", program])
            for _ in 0..<5_000 where !isAsleep(in: program) { usleep(2_000) }
        }

        deinit {
            kill(id, SIGKILL)
            waitpid(id, nil, 0)
            try? FileManager.default.removeItem(at: folder)
        }

        private static func spawn(_ words: [String]) throws -> pid_t {
            var actions = posix_spawn_file_actions_t()
            posix_spawn_file_actions_init(&actions)
            defer { posix_spawn_file_actions_destroy(&actions) }
            // Descriptors that other tests have open at this moment are not passed on.
            for file in 3..<4_096 { posix_spawn_file_actions_addclose(&actions, Int32(file)) }
            let arguments = words.map { strdup($0) } + [nil]
            defer { for argument in arguments { free(argument) } }
            var id: pid_t = 0
            let code = posix_spawn(&id, words[0], &actions, nil, arguments, nil)
            if code != 0 { throw NotStarted(code: code) }
            return id
        }

        /// It is the shell until it has become the program, and its memory changes until that sleeps.
        private func isAsleep(in program: String) -> Bool {
            var path = [UInt8](repeating: 0, count: 4_096)
            let length = path.withUnsafeMutableBytes {
                $0.baseAddress.map { [count = $0.count] in readlink("/proc/\(id)/exe", $0, count) } ?? -1
            }
            guard length > 0, String(decoding: path.prefix(length), as: UTF8.self) == program else { return false }
            let status = try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)
            return status?.contains("State:\tS") ?? false
        }
    }

    /// What a command prints, without the newline at its end.
    func output(_ command: String) -> String {
        guard let stream = popen(command, "r") else { return "" }
        defer { pclose(stream) }
        var bytes: [UInt8] = []
        while case let byte = getc(stream), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
        return String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
#endif
