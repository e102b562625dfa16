extension ContextRegistry {
    /// What all instruments hold now, as values: families by name, their series in the order of exposition.
    ///
    /// Collectors are not run, and what they wrote isn't in it, nor are the registry's own metrics: for those ask for
    /// ``GatherResult/families`` of a gather. Callable from anywhere. Each value is whole, but while others write the values are not all
    /// of the same instant. Copies every series: linear in their number.
    public func snapshot() -> [MetricFamily] {
        // As if no collector had brought anything.
        GatherResult(.complete, .registry(RegistryPart(contents, []))).families
    }
}
