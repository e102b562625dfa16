/// The unit of a family, as in `seconds`.
///
/// A family with a unit has a name that ends in it.
///
/// Source: OpenMetrics 1.0, "Unit": the name of a family with a unit must have it as its suffix; info and state sets have none.
public struct MetricUnit: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral {
    /// As it stands at the end of a name.
    public let rawValue: String

    /// Takes any text: a name that doesn't end in it is thrown when the family is registered.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// The unit of that name.
    public init(stringLiteral text: String) { rawValue = text }

    /// Durations, and instants since 1970.
    public static let seconds: MetricUnit = "seconds"
    /// Sizes.
    public static let bytes: MetricUnit = "bytes"
    /// Shares of one; not percent.
    public static let ratio: MetricUnit = "ratio"
    /// Lengths.
    public static let meters: MetricUnit = "meters"
    /// Masses.
    public static let grams: MetricUnit = "grams"
    /// Energies.
    public static let joules: MetricUnit = "joules"
    /// Voltages.
    public static let volts: MetricUnit = "volts"
    /// Currents.
    public static let amperes: MetricUnit = "amperes"
    /// Temperatures.
    public static let celsius: MetricUnit = "celsius"
}
