/// The numbers of `/proc/<pid>/stat` that metrics are made of, each `nil` where the text has none.
///
/// Source: proc(5), "/proc/pid/stat". The second field is the program's name in parentheses, and may hold anything, also
/// blanks, parentheses and newlines: the fields after it begin behind the last `)` of the text.
struct ProcStat {
    private let fields: [ArraySlice<UInt8>]

    init(_ text: ProcText) {
        let end = text.bytes.lastIndex(of: UInt8(ascii: ")"))
        fields = end.map { ProcText.words(of: text.bytes[($0 + 1)...]) } ?? []
    }

    /// A field by its number in proc(5), which counts from 1; the first one after the name is 3.
    private func field(_ number: Int) -> UInt64? {
        fields.indices.contains(number - 3) ? ProcText.decimal(fields[number - 3]) : nil
    }

    /// Processor time in user mode, in clock ticks.
    var userTicks: UInt64? { field(14) }
    /// Processor time in kernel mode, in clock ticks.
    var systemTicks: UInt64? { field(15) }
    var threads: UInt64? { field(20) }
    /// When the process started, in clock ticks since the system booted.
    var startTicks: UInt64? { field(22) }
    var virtualBytes: UInt64? { field(23) }
    var residentPages: UInt64? { field(24) }
}
