import ContextMetrics
import Measuring

extension Works {
    private static let series = 1_000_000

    /// Allocations in a scrape; nothing where nobody counts them.
    static func scrapeAllocations() async throws -> Prepared? {
        guard let allocations = AllocationCount() else { return nil }
        let scraper = Scraper(try Data.counters(series))
        let size = try await scraper.scrape()
        return Prepared(size: size) { try await scraper.measure(1, after: 1) { allocations.now } }
    }

    /// Megabytes that a scrape needs for a time.
    static func scrapeExtra() async throws -> Prepared {
        let scraper = Scraper(try Data.counters(series))
        let size = try await scraper.scrape()
        return Prepared(size: size) {
            AllocatedMemory.giveBack()
            SystemStatus.forgetHighestResident()
            let before = SystemStatus.residentKilobytes
            _ = try await scraper.measure(1)
            return (SystemStatus.highestResidentKilobytes - before) / 1024
        }
    }

    /// Megabytes of this process at rest.
    static func resident() async throws -> Prepared {
        let registry = try Data.counters(series)
        let size = try await Scraper(registry).scrape()
        return Prepared(size: size) {
            AllocatedMemory.giveBack()
            return withExtendedLifetime(registry) { SystemStatus.residentKilobytes / 1024 }
        }
    }
}
