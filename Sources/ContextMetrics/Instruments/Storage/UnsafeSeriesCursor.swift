// Invariant: the view of a block is held as long as its records are read, by this and by whoever it has lent the last one to.

/// Goes through the series of a family, each as it is when its turn comes, with pauses where somebody wants them.
struct SeriesCursor {
    /// A series and what it holds.
    ///
    /// Its record is there until the next one is asked for.
    struct Element {
        let series: SeriesRecord
        let reading: InstrumentReading
        let details: SampleDetails
    }

    private let core: FamilyCore
    private var blocks: Range<Int>
    private var view: SeriesView?
    private var records: [SeriesRecord] = []
    private var created: [Double] = []
    private var place = 0
    /// Whether there were any when the block was begun: asking for those of a series takes longer than its value.
    private var hasExemplars = false

    /// The series of some blocks; none of those that don't exist.
    init(_ core: FamilyCore, blocks: Range<Int>? = nil) {
        self.core = core
        self.blocks = blocks ?? core.blocks.indices
    }

    /// The next series, `nil` after the last.
    ///
    /// No lock is held when it returns.
    mutating func next() -> Element? {
        while place == records.count {
            guard let block = blocks.popFirst() else {
                view = nil
                return nil
            }
            (view, records, created) = core.view(ofBlock: block)
            hasExemplars = core.hasExemplars
            place = 0
        }
        let record = records[place]
        // Before the value: what they are of is in it then.
        let exemplars = hasExemplars ? core.exemplars(of: record.payload) : []
        let details = SampleDetails(exemplars: exemplars, created: created.isEmpty ? nil : created[place])
        place += 1
        return Element(series: record, reading: core.storage.read(record.payload), details: details)
    }
}
