/// Finds series that stand there twice among families of one name whose labels differ.
enum MixedSeries {
    /// The labels that a family's samples have in common, and the names of those that tell them apart.
    private struct Shape: Hashable {
        let constantLabels: Labels
        let labelNames: [LabelName]
    }

    /// The samples of each family, by their places, that an earlier one has; `nil` where the labels of all of them are the same.
    ///
    /// Linear in the samples. Most families differ in a label that says where they come from, and have no series in common.
    static func repeated(_ families: [SealedFamily]) -> [Set<Int>]? {
        let shapes = families.map { Shape(constantLabels: $0.descriptor.constantLabels, labelNames: $0.descriptor.labelNames) }
        guard let first = shapes.first, shapes.contains(where: { $0 != first }) else { return nil }
        // Of labels that are constant in all of them other values are other series.
        let common = shapes.reduce(into: first.constantLabels.all.map(\.name)) { names, shape in
            names.removeAll { shape.constantLabels[$0.text] == nil }
        }
        let groups = Dictionary(grouping: families.indices) { place in
            Labels(unchecked: common.map { (name: $0.text, value: shapes[place].constantLabels[$0.text] ?? "") })
        }
        var result = families.map { _ in Set<Int>() }
        for places in groups.values {
            var names: Set<Labels> = []
            var values = SeriesSet()
            values.removeAll(capacity: places.reduce(0) { $0 + families[$1].sampleCount })
            let haveSameNames = places.allSatisfy { shapes[$0] == shapes[places[0]] }
            for place in places {
                var number = 0
                families[place].forEachSample { sample in
                    let isNew =
                        haveSameNames ? values.insert(sample) : names.insert(sample.series(of: families[place].descriptor)).inserted
                    if !isNew { result[place].insert(number) }
                    number += 1
                }
            }
        }
        return result
    }
}

extension SampleRecord {
    /// What tells its series from all others: a label without a value is none.
    fileprivate func series(of family: FamilyDescriptor) -> Labels {
        var labels = family.constantLabels.all.map { (name: $0.name.text, value: $0.value) }
        forEachLabel { index, utf8 in
            let name = index < family.labelNames.count ? family.labelNames[index] : LabelName(unchecked: family.name.text)
            labels.append((name: name.text, value: String(decoding: utf8.indices.map { utf8[$0] }, as: UTF8.self)))
        }
        return Labels(unchecked: labels.filter { !$0.value.isEmpty })
    }
}
