// swift-tools-version: 6.2
import PackageDescription

// Every upcoming feature that holds on the oldest supported toolchain. `NonisolatedNonsendingByDefault` is more than style:
// without it each asynchronous collector pays two executor look-ups.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
]

let package = Package(
    name: "swift-context-metrics",
    platforms: [.macOS(.v26)],
    products: [
        .library(name: "ContextMetrics", targets: ["ContextMetrics"]),
        .library(name: "ContextMetricsSystem", targets: ["ContextMetricsSystem"]),
        .library(name: "ContextMetricsTesting", targets: ["ContextMetricsTesting"]),
        .library(name: "ContextMetricsNIO", targets: ["ContextMetricsNIO"]),
        .library(name: "ContextMetricsHummingbird", targets: ["ContextMetricsHummingbird"]),
        .library(name: "ContextMetricsFlyingFox", targets: ["ContextMetricsFlyingFox"]),
        .library(name: "ContextMetricsServiceLifecycle", targets: ["ContextMetricsServiceLifecycle"]),
        .library(name: "ContextMetricsLogging", targets: ["ContextMetricsLogging"]),
        .executable(name: "demo", targets: ["demo"]),
        .executable(name: "scrape-latency", targets: ["scrape-latency"]),
        .executable(name: "exposition-lint", targets: ["exposition-lint"]),
    ],
    traits: [
        .trait(name: "NIO", description: "MetricsServer and the handler for a SwiftNIO pipeline."),
        .trait(name: "Hummingbird", description: "router.get(_:scrape:) for Hummingbird 2."),
        .trait(name: "FlyingFox", description: "An HTTPHandler for FlyingFox."),
        .trait(name: "ServiceLifecycle", description: "Services for a ServiceGroup of swift-service-lifecycle."),
        .trait(name: "Logging", description: "Events of scrapes for a Logger of swift-log."),
        .default(enabledTraits: []),
    ],
    dependencies: [
        // Resolved only when a trait asks for them: the default build fetches nothing.
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        // Hummingbird's currency for headers, part of its graph anyway.
        .package(url: "https://github.com/apple/swift-http-types", from: "1.4.0"),
    ],
    targets: [
        // The system's zlib, which Swift's own installation on Linux asks for and macOS has in its SDK: for compressed responses.
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"]), .yum(["zlib-devel"])]),
        .target(name: "ContextMetrics", dependencies: ["CZlib"], swiftSettings: settings),
        .target(name: "ContextMetricsSystem", dependencies: ["ContextMetrics"], swiftSettings: settings),
        .target(name: "ContextMetricsTesting", dependencies: ["ContextMetrics"], swiftSettings: settings),
        .target(
            name: "ContextMetricsNIO",
            dependencies: [
                "ContextMetrics",
                .product(name: "NIOCore", package: "swift-nio", condition: .when(traits: ["NIO"])),
                .product(name: "NIOPosix", package: "swift-nio", condition: .when(traits: ["NIO"])),
                .product(name: "NIOHTTP1", package: "swift-nio", condition: .when(traits: ["NIO"])),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "ContextMetricsHummingbird",
            dependencies: [
                "ContextMetrics",
                .product(name: "Hummingbird", package: "hummingbird", condition: .when(traits: ["Hummingbird"])),
                .product(name: "HTTPTypes", package: "swift-http-types", condition: .when(traits: ["Hummingbird"])),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "ContextMetricsFlyingFox",
            dependencies: [
                "ContextMetrics",
                .product(name: "FlyingFox", package: "FlyingFox", condition: .when(traits: ["FlyingFox"])),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "ContextMetricsServiceLifecycle",
            dependencies: [
                "ContextMetrics", "ContextMetricsNIO",
                .product(
                    name: "ServiceLifecycle", package: "swift-service-lifecycle", condition: .when(traits: ["ServiceLifecycle"])),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "ContextMetricsLogging",
            dependencies: [
                "ContextMetrics",
                .product(name: "Logging", package: "swift-log", condition: .when(traits: ["Logging"])),
            ],
            swiftSettings: settings
        ),
        // What the executables need and no library does: signals that end them, and their exit status.
        .target(name: "Programs", swiftSettings: settings),
        .executableTarget(
            name: "demo",
            dependencies: ["ContextMetrics", "ContextMetricsSystem", "ContextMetricsTesting", "ContextMetricsNIO", "Programs"],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "scrape-latency",
            dependencies: [
                "ContextMetrics", "ContextMetricsTesting", "ContextMetricsNIO", "Programs",
                .product(name: "NIOCore", package: "swift-nio", condition: .when(traits: ["NIO"])),
                .product(name: "NIOPosix", package: "swift-nio", condition: .when(traits: ["NIO"])),
                .product(name: "NIOHTTP1", package: "swift-nio", condition: .when(traits: ["NIO"])),
            ],
            swiftSettings: settings
        ),
        .executableTarget(name: "exposition-lint", dependencies: ["ContextMetrics", "Programs"], swiftSettings: settings),
        // What several test targets need: other people's programs that judge ours, what they are judged on, and an HTTP client that can
        // misbehave.
        .target(name: "TestSupport", dependencies: ["ContextMetrics"], path: "Tests/TestSupport", swiftSettings: settings),
        .testTarget(
            name: "ContextMetricsTests",
            dependencies: ["ContextMetrics", "ContextMetricsTesting", "TestSupport"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "AdversarialTests",
            dependencies: ["ContextMetrics", "ContextMetricsTesting"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ContextMetricsSystemTests",
            dependencies: ["ContextMetrics", "ContextMetricsSystem", "ContextMetricsTesting"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "AdapterTests",
            dependencies: [
                "ContextMetrics", "ContextMetricsTesting", "ContextMetricsNIO", "ContextMetricsHummingbird", "ContextMetricsFlyingFox",
                "ContextMetricsServiceLifecycle", "ContextMetricsLogging", "TestSupport",
                .product(
                    name: "ServiceLifecycle", package: "swift-service-lifecycle", condition: .when(traits: ["ServiceLifecycle"])),
                .product(name: "Logging", package: "swift-log", condition: .when(traits: ["Logging"])),
                .product(name: "NIOCore", package: "swift-nio", condition: .when(traits: ["NIO"])),
                .product(name: "NIOPosix", package: "swift-nio", condition: .when(traits: ["NIO"])),
                .product(name: "NIOHTTP1", package: "swift-nio", condition: .when(traits: ["NIO"])),
                .product(name: "Hummingbird", package: "hummingbird", condition: .when(traits: ["Hummingbird"])),
                .product(name: "FlyingFox", package: "FlyingFox", condition: .when(traits: ["FlyingFox"])),
                .product(name: "FlyingSocks", package: "FlyingFox", condition: .when(traits: ["FlyingFox"])),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "EndToEndTests", dependencies: ["ContextMetrics", "ContextMetricsNIO", "TestSupport"], swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
