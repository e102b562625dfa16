// swift-tools-version: 6.2
import PackageDescription

// The library's own features, so that nothing measured beside it pays for their absence.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

// A package of its own, so that what is measured with, and what is measured beside ours, never becomes a dependency of the library.
let package = Package(
    name: "benchmarks",
    platforms: [.macOS(.v26)],
    traits: [
        .trait(name: "HTTP", description: "The servers; without it nothing third-party is fetched."),
        .default(enabledTraits: []),
    ],
    dependencies: [
        .package(
            name: "swift-context-metrics", path: "../",
            traits: [
                .trait(name: "NIO", condition: .when(traits: ["HTTP"])),
                .trait(name: "Hummingbird", condition: .when(traits: ["HTTP"])),
            ]),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
    ],
    targets: [
        .target(name: "Measuring", swiftSettings: settings),
        .executableTarget(
            name: "fanout",
            dependencies: ["Measuring", .product(name: "ContextMetrics", package: "swift-context-metrics")],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "ours",
            dependencies: ["Measuring", .product(name: "ContextMetrics", package: "swift-context-metrics")],
            swiftSettings: settings
        ),
        .executableTarget(name: "compare", dependencies: ["Measuring"], swiftSettings: settings),
        .executableTarget(
            name: "http",
            dependencies: [
                "Measuring",
                .product(name: "ContextMetrics", package: "swift-context-metrics"),
                .product(name: "ContextMetricsNIO", package: "swift-context-metrics", condition: .when(traits: ["HTTP"])),
                .product(name: "ContextMetricsHummingbird", package: "swift-context-metrics", condition: .when(traits: ["HTTP"])),
                .product(name: "NIOCore", package: "swift-nio", condition: .when(traits: ["HTTP"])),
                .product(name: "NIOPosix", package: "swift-nio", condition: .when(traits: ["HTTP"])),
                .product(name: "NIOHTTP1", package: "swift-nio", condition: .when(traits: ["HTTP"])),
                .product(name: "Hummingbird", package: "hummingbird", condition: .when(traits: ["HTTP"])),
                .product(name: "Logging", package: "swift-log", condition: .when(traits: ["HTTP"])),
            ],
            swiftSettings: settings
        ),
    ],
    swiftLanguageModes: [.v6]
)
