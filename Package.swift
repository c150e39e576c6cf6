// swift-tools-version: 6.2
import PackageDescription

// libtorch: the distribution's by default, another (2.x, CUDA) with THAW_TORCH=<include/ and lib/>.
let torchHome = Context.environment["THAW_TORCH"]

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("ImmutableWeakCaptures"),
  .treatAllWarnings(as: .error),
]

// RPATH, not RUNPATH: only RPATH also steers what libtorch itself loads, and so puts the openmp
// build of OpenBLAS before the pthread one without touching the system's alternatives.
let torchLinks: [LinkerSetting] =
  [.linkedLibrary("torch_cpu"), .linkedLibrary("c10")]
  + (torchHome.map { home in
    [.unsafeFlags(["-L\(home)/lib", "-Xlinker", "-rpath", "-Xlinker", "\(home)/lib"])]
  } ?? [
    .unsafeFlags([
      "-Xlinker", "--disable-new-dtags",
      "-Xlinker", "-rpath", "-Xlinker", "/usr/lib/x86_64-linux-gnu/openblas-openmp",
      "-Xlinker", "-rpath", "-Xlinker", "/usr/lib/aarch64-linux-gnu/openblas-openmp",
    ])
  ])

let torchFlags: [CXXSetting] =
  torchHome.map { home in [.unsafeFlags(["-isystem", "\(home)/include"])] } ?? []

func module(
  _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
  .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

func tests(
  of name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
  .testTarget(
    name: "\(name)Tests",
    dependencies: [.byName(name: name), "ThawTestSupport"] + dependencies,
    exclude: exclude,
    swiftSettings: strict)
}

let package = Package(
  name: "thaw",
  products: [
    .executable(name: "thaw", targets: ["thaw"]),
    .executable(name: "thaw-engine", targets: ["thaw-engine"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
  ],
  targets: [
    // C and C++ at the edges.
    .target(
      name: "CTorch",
      // Optimized in debug builds too: its loops run over every pixel of every layer.
      cxxSettings: torchFlags + [.unsafeFlags(["-O2"])],
      linkerSettings: torchLinks),
    .systemLibrary(name: "CNcurses"),
    .systemLibrary(name: "CZlib"),
    .target(
      name: "CImage",
      linkerSettings: [
        .linkedLibrary("turbojpeg"), .linkedLibrary("png16"), .linkedLibrary("z"),
      ]),

    // What everybody speaks.
    module("ThawProtocol"),
    module("ThawBus", [.product(name: "DequeModule", package: "swift-collections")]),
    module(
      "ThawTransport",
      [
        "ThawProtocol", "ThawBus",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ]),
    module(
      "ThawStore",
      [
        "ThawProtocol", "CZlib",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "TOMLKit", package: "TOMLKit"),
      ]),
    module("ThawHost", ["ThawProtocol", "ThawBus", "ThawTransport", "ThawStore"]),

    // Training.
    module("ThawTensor", ["CTorch"]),
    module("ThawModels", ["ThawTensor", "ThawProtocol", "CZlib"]),
    module("ThawData", ["ThawTensor", "CImage"]),
    module(
      "ThawEngine",
      ["ThawModels", "ThawData", "ThawTensor", "ThawProtocol", "ThawBus", "ThawStore"]),

    // The screen.
    module(
      "ThawCanvas", [.product(name: "TOMLKit", package: "TOMLKit")],
      exclude: ["Pictures/make_font.py"]),
    module("ThawTerminal", ["ThawCanvas", "CNcurses"]),
    module("ThawDashboard", ["ThawCanvas", "ThawProtocol"]),

    // The programs.
    .executableTarget(
      name: "thaw",
      dependencies: [
        "ThawDashboard", "ThawTerminal", "ThawTransport", "ThawStore", "ThawHost", "CImage",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "thaw-engine",
      dependencies: [
        "ThawEngine", "ThawHost",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    // Tests, one target a module.
    .target(name: "ThawTestSupport", path: "Tests/ThawTestSupport", swiftSettings: strict),
    tests(of: "ThawProtocol", exclude: ["Fixtures", "Goldens"]),
    tests(of: "ThawBus"),
    tests(of: "ThawTransport", ["ThawBus", "ThawProtocol"]),
    tests(
      of: "ThawStore",
      [
        "ThawProtocol", "CZlib", "thaw-crash-writer", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      exclude: ["Fixtures", "Snapshots"]),
    tests(of: "ThawHost", ["ThawProtocol", "ThawBus", "ThawTransport", "ThawStore"]),
    tests(of: "ThawTensor", exclude: ["Goldens"]),
    tests(of: "ThawModels", ["ThawTensor", "ThawProtocol"], exclude: ["Fixtures"]),
    tests(of: "ThawData", ["ThawTensor"], exclude: ["Fixtures"]),
    tests(
      of: "ThawEngine",
      ["ThawModels", "ThawData", "ThawTensor", "ThawProtocol", "ThawBus", "ThawStore"]),
    tests(of: "ThawCanvas", exclude: ["Plots/Snapshots"]),
    tests(of: "ThawTerminal", ["ThawCanvas"]),
    tests(of: "ThawDashboard", ["ThawCanvas", "ThawProtocol"], exclude: ["Snapshots"]),
    .executableTarget(
      name: "thaw-bench",
      dependencies: [
        "ThawDashboard", "ThawCanvas", "ThawTransport", "ThawStore", "ThawProtocol", "ThawBus",
        "ThawHost",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Tests/ThawBench",
      exclude: ["python"],
      swiftSettings: strict),
    // What ThawStoreTests kills.
    .executableTarget(
      name: "thaw-crash-writer", dependencies: ["ThawStore", "ThawProtocol"],
      path: "Tests/ThawCrashWriter", swiftSettings: strict),
    .testTarget(
      name: "ThawLayeringTests", dependencies: ["ThawTestSupport"], swiftSettings: strict),
    .testTarget(
      name: "ThawEndToEndTests", dependencies: ["ThawTestSupport", "CImage"],
      swiftSettings: strict),
  ],
  cxxLanguageStandard: torchHome == nil ? .cxx17 : .cxx20
)
