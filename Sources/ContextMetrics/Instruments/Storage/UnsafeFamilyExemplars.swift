// Invariant: a place is that of a series of the family which the caller has pinned, or whose block he holds a view of. It is not used again
// before the family has forgotten its exemplars: see `settle` of `UnsafeFamilyCore.swift`.

import Synchronization

extension FamilyCore {
    /// Whether there has ever been an exemplar.
    var hasExemplars: Bool { exemplarStore.load() != nil }

    /// Exemplars that were not kept because they can't be shown.
    var droppedExemplars: Int { droppedExemplarCount.load(ordering: .relaxed) }

    /// Keeps the exemplar of an update that was made, or counts it as dropped.
    func keep(
        exemplar labels: KeyValuePairs<String, String>, of value: Double, at timestamp: Double?, place: UnsafeMutableRawPointer,
        bucket: Int = 0
    ) {
        guard let exemplar = exemplar(of: value, labels, at: timestamp) else { return }
        let found = exemplarStore.load()
        let store = found ?? exemplarStore.storeIfNil(ExemplarStore())
        store.keep(exemplar, of: UInt(bitPattern: place), bucket: bucket)
        // Lines that are kept have no room for it.
        if found == nil { changes.note() }
    }

    /// An exemplar of now, unless it has a time; `nil` for one that can't be shown, which is counted as dropped.
    func exemplar(of value: Double, _ labels: KeyValuePairs<String, String>, at timestamp: Double?) -> Exemplar? {
        do throws(Exemplar.Invalid) {
            return try Exemplar(value, labels: labels, at: timestamp ?? clock.now)
        } catch {
            droppedExemplarCount.wrappingAdd(1, ordering: .relaxed)
            return nil
        }
    }

    /// Those of one series, by their bucket.
    ///
    /// To be asked for before the value is read: what they are of is in the value then.
    func exemplars(of place: UnsafeMutableRawPointer) -> [PlacedExemplar] {
        exemplarStore.load()?.exemplars(of: UInt(bitPattern: place)) ?? []
    }

    /// Forgets the exemplars of series that have been removed.
    func forgetExemplars(of places: [UnsafeMutableRawPointer]) {
        exemplarStore.load()?.remove(places.lazy.map { UInt(bitPattern: $0) })
    }
}
