/// A number for people: as many decimals as leave about three digits.
func shortText(_ value: Double) -> String {
    let size = value.magnitude
    return fixedText(value, decimals: size >= 100 ? 0 : size >= 10 ? 1 : 2)
}

/// A number with so many decimals.
func fixedText(_ value: Double, decimals: Int) -> String {
    guard value.isFinite, value.magnitude < 1e12 else { return "-" }
    var scale = 1
    for _ in 0..<decimals { scale *= 10 }
    let scaled = Int((value.magnitude * Double(scale)).rounded())
    let sign = value < 0 && scaled > 0 ? "-" : ""
    if decimals == 0 { return sign + String(scaled) }
    let fraction = String(scaled % scale)
    return "\(sign)\(scaled / scale)." + String(repeating: "0", count: decimals - fraction.count) + fraction
}
