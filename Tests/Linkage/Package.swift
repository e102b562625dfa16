// swift-tools-version: 6.2
import PackageDescription

// A program outside the package, as a user's is: it depends on the core alone. `scripts/check-linkage` builds it and looks at what it
// links.
let package = Package(
    name: "linkage",
    dependencies: [.package(name: "swift-context-metrics", path: "../..")],
    targets: [
        .executableTarget(
            name: "linkage",
            dependencies: [.product(name: "ContextMetrics", package: "swift-context-metrics")]
        )
    ],
    swiftLanguageModes: [.v6]
)
