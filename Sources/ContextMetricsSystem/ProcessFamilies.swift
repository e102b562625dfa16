import ContextMetrics

/// The families of ``ProcessCollector``.
struct ProcessFamilies: Sendable {
    let processorTime = CounterDescriptor(
        "process_cpu_seconds_total", help: "Total user and system CPU time spent in seconds.", unit: .seconds)
    let openDescriptors = GaugeDescriptor("process_open_fds", help: "Number of open file descriptors.")
    let maximumDescriptors = GaugeDescriptor("process_max_fds", help: "Maximum number of open file descriptors.")
    let virtualMemory = GaugeDescriptor("process_virtual_memory_bytes", help: "Virtual memory size in bytes.", unit: .bytes)
    let maximumVirtualMemory = GaugeDescriptor(
        "process_virtual_memory_max_bytes", help: "Maximum amount of virtual memory available in bytes.", unit: .bytes)
    let residentMemory = GaugeDescriptor("process_resident_memory_bytes", help: "Resident memory size in bytes.", unit: .bytes)
    let heap = GaugeDescriptor("process_heap_bytes", help: "Process heap size in bytes.", unit: .bytes)
    let startTime = GaugeDescriptor(
        "process_start_time_seconds", help: "Start time of the process since unix epoch in seconds.", unit: .seconds)
    let threads = GaugeDescriptor("process_threads", help: "Number of operating system threads.")
    let bytesReceived = CounterDescriptor(
        "process_network_receive_bytes_total", help: "Bytes received in the process's network namespace.", unit: .bytes)
    let bytesSent = CounterDescriptor(
        "process_network_transmit_bytes_total", help: "Bytes sent in the process's network namespace.", unit: .bytes)
    let bytesRead = CounterDescriptor("process_io_read_bytes_total", help: "Bytes read from storage.", unit: .bytes)
    let bytesWritten = CounterDescriptor("process_io_write_bytes_total", help: "Bytes written to storage.", unit: .bytes)
    let readCalls = CounterDescriptor("process_io_read_calls_total", help: "Read system calls.")
    let writeCalls = CounterDescriptor("process_io_write_calls_total", help: "Write system calls.")

    var all: [any MetricDescriptor] {
        [
            processorTime, openDescriptors, maximumDescriptors, virtualMemory, maximumVirtualMemory, residentMemory, heap, startTime,
            threads, bytesReceived, bytesSent, bytesRead, bytesWritten, readCalls, writeCalls,
        ]
    }
}
