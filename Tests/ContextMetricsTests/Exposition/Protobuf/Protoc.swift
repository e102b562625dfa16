import Foundation
import TestSupport

extension Judge {
    static let protoc = Judge(name: "protoc", ["protoc"], probe: ["protoc", "--version"], package: "Debian's protobuf-compiler")

    /// What `protoc` makes of the messages of an exposition: in its text format, and encoded again from that by itself.
    static func decode(_ exposition: [UInt8]) throws -> (text: String, again: [UInt8]) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("protoc-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(schema.utf8).write(to: folder.appendingPathComponent("metrics.proto"))
        // As fields of one message: what is behind each length is behind a tag as well then.
        let messages = try WireMessage.delimited(exposition)
        var input: [UInt8] = []
        for message in messages { input += [0x0A] + exposition[(message.startIndex - lengthBytes(message.count))..<message.endIndex] }
        let arguments = ["--proto_path=\(folder.path)", "metrics.proto"]
        let decoded = try protoc.verdict(on: Data(input), "--decode=io.prometheus.client.Exposition", arguments[0], arguments[1])
        if decoded.status != 0 { throw InvalidWire(description: "protoc: \(decoded.errors)") }
        let encoded = try protoc.verdict(on: decoded.output, "--encode=io.prometheus.client.Exposition", arguments[0], arguments[1])
        if encoded.status != 0 { throw InvalidWire(description: "protoc: \(encoded.errors)") }
        return (String(decoding: decoded.output, as: UTF8.self), Array(encoded.output))
    }

    private static func lengthBytes(_ length: Int) -> Int { length < 128 ? 1 : 1 + lengthBytes(length >> 7) }

    /// The fields that there are in the model of Prometheus' clients.
    private static let schema = """
        syntax = "proto2";
        package io.prometheus.client;

        message Exposition { repeated MetricFamily family = 1; }
        message MetricFamily {
          optional string name = 1;
          optional string help = 2;
          optional MetricType type = 3;
          repeated Metric metric = 4;
          optional string unit = 5;
        }
        enum MetricType { COUNTER = 0; GAUGE = 1; SUMMARY = 2; UNTYPED = 3; HISTOGRAM = 4; GAUGE_HISTOGRAM = 5; }
        message Metric {
          repeated LabelPair label = 1;
          optional Number gauge = 2;
          optional Counter counter = 3;
          optional Summary summary = 4;
          optional Number untyped = 5;
          optional int64 timestamp_ms = 6;
          optional Histogram histogram = 7;
        }
        message LabelPair { optional string name = 1; optional string value = 2; }
        message Number { optional double value = 1; }
        message Counter {
          optional double value = 1;
          optional Exemplar exemplar = 2;
          optional Timestamp created_timestamp = 3;
        }
        message Summary {
          optional uint64 sample_count = 1;
          optional double sample_sum = 2;
          repeated Quantile quantile = 3;
          optional Timestamp created_timestamp = 4;
        }
        message Quantile { optional double quantile = 1; optional double value = 2; }
        message Histogram {
          optional uint64 sample_count = 1;
          optional double sample_sum = 2;
          repeated Bucket bucket = 3;
          optional double sample_count_float = 4;
          optional sint32 schema = 5;
          optional double zero_threshold = 6;
          optional uint64 zero_count = 7;
          optional double zero_count_float = 8;
          repeated BucketSpan negative_span = 9;
          repeated sint64 negative_delta = 10;
          repeated double negative_count = 11;
          repeated BucketSpan positive_span = 12;
          repeated sint64 positive_delta = 13;
          repeated double positive_count = 14;
          optional Timestamp created_timestamp = 15;
          repeated Exemplar exemplars = 16;
        }
        message Bucket {
          optional uint64 cumulative_count = 1;
          optional double upper_bound = 2;
          optional Exemplar exemplar = 3;
          optional double cumulative_count_float = 4;
        }
        message BucketSpan { optional sint32 offset = 1; optional uint32 length = 2; }
        message Exemplar {
          repeated LabelPair label = 1;
          optional double value = 2;
          optional Timestamp timestamp = 3;
        }
        message Timestamp { optional int64 seconds = 1; optional int32 nanos = 2; }
        """
}
