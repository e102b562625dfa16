"""prometheus-client: see ../README.md for what it does, and how it is asked."""

import gc
import sys
import threading
from importlib.metadata import version
from platform import python_version
from time import perf_counter_ns

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics, generate_latest
from prometheus_client.core import GaugeMetricFamily

LABELS = ["method", "path", "status"]
METHODS = ["GET", "POST", "PUT", "DELETE"]
STATUSES = ["200", "404", "500"]
BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25]
FAMILY_SERIES = 1000


def random_fractions(seed):
    """splitmix64, from 0 to 1."""
    mask = (1 << 64) - 1
    while True:
        seed = (seed + 0x9E3779B97F4A7C15) & mask
        z = ((seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        yield ((z ^ (z >> 31)) >> 11) / (1 << 53)


def observations():
    fractions = random_fractions(2)
    return [0.002 * 2 ** (14 * next(fractions)) for _ in range(1024)]


def label_values(i):
    return METHODS[i % 4], f"/api/v1/resource/{i:03}", STATUSES[i % 3]


class Data:
    """Families of a registry, numbered; values go on from family to family."""

    def __init__(self):
        self.registry = CollectorRegistry()
        self.counted = 0
        self.fractions = random_fractions(1)
        self.observations = observations()

    def counters(self, family, series):
        counter = Counter(f"bench_requests_{family:04}_total", "Requests served.", LABELS, registry=self.registry)
        for i in range(series):
            counter.labels(*label_values(i)).inc(1_000_000 + self.counted * 9)
            self.counted += 1

    def gauges(self, family, series):
        gauge = Gauge(f"bench_temperature_{family:04}", "Degrees.", LABELS, registry=self.registry)
        for i in range(series):
            gauge.labels(*label_values(i)).set(next(self.fractions) * 1000)

    def histograms(self, family, series):
        name = f"bench_latency_seconds_{family:04}"
        histogram = Histogram(name, "Time to answer.", LABELS, buckets=BOUNDS, registry=self.registry)
        for i in range(series):
            child = histogram.labels(*label_values(i))
            for place in range(100):
                child.observe(self.observations[(i + place) % 1024])


class SamplesCollector:
    def __init__(self, number):
        self.number = number

    def describe(self):
        return []

    def collect(self):
        family = GaugeMetricFamily(f"bench_collector_{self.number:04}", "A collector's samples.", labels=["index"])
        for index in range(10):
            family.add_metric([str(index)], self.number + index / 8)
        yield family


def calls(operation, count=50_000):
    """Nanoseconds a call; the operation is given the number of calls."""

    def measure():
        start = perf_counter_ns()
        operation(count)
        return (perf_counter_ns() - start) / count

    return 0, measure


def two_threads(operation, count=25_000):
    def measure():
        spans = []

        def run():
            start = perf_counter_ns()
            operation(count)
            spans.append((start, perf_counter_ns()))

        threads = [threading.Thread(target=run) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return (max(end for _, end in spans) - min(start for start, _ in spans)) / count

    return 0, measure


def increments(count_of_series=None):
    registry = CollectorRegistry()
    if count_of_series is None:
        counter = Counter("bench_total", "Requests served.", registry=registry)

        def run(count):
            for _ in range(count):
                counter.inc()

        return run
    family = Counter("bench_total", "Requests served.", LABELS, registry=registry)
    for i in range(count_of_series):
        family.labels(*label_values(i))

    def run_labelled(count):
        for _ in range(count):
            family.labels("GET", "/api/v1/resource/024", "200").inc()

    return run_labelled


def sets():
    gauge = Gauge("bench", "Degrees.", registry=CollectorRegistry())

    def run(count):
        for i in range(count):
            gauge.set(i)

    return run


def observes():
    histogram = Histogram("bench", "Time to answer.", buckets=BOUNDS, registry=CollectorRegistry())
    values = observations()

    def run(count):
        for i in range(count):
            histogram.observe(values[i & 1023])

    return run


def encoding(registry, divisor):
    def measure():
        start = perf_counter_ns()
        generate_latest(registry)
        return (perf_counter_ns() - start) / divisor

    return len(generate_latest(registry)), measure


def encode_counters(series):
    data = Data()
    for family in range(series // FAMILY_SERIES):
        data.counters(family, FAMILY_SERIES)
    return encoding(data.registry, series)


def encode_gauges():
    data = Data()
    for family in range(10):
        data.gauges(family, FAMILY_SERIES)
    return encoding(data.registry, 10_000)


def encode_histograms():
    data = Data()
    data.histograms(0, 1000)
    return encoding(data.registry, 1000 * 1000)


def encode_mixed():
    data = Data()
    for family in range(20_000):
        kind = family % 10
        if kind < 5:
            data.counters(family, 4)
        elif kind < 9:
            data.gauges(family, 4)
        else:
            data.histograms(family, 2)
    return encoding(data.registry, 18_000 * 4 + 2_000 * 2 * 15)


def register(series):
    values = [(METHODS[i % 4], f"/api/v1/resource/{i:07}", STATUSES[i % 3]) for i in range(series)]

    def measure():
        gc.collect()
        start = perf_counter_ns()
        family = Counter("bench_registered_total", "Requests served.", LABELS, registry=CollectorRegistry())
        for value in values:
            family.labels(*value)
        return (perf_counter_ns() - start) / series / 1000

    return 0, measure


def gather():
    registry = CollectorRegistry()
    for number in range(1000):
        registry.register(SamplesCollector(number))
    return encoding(registry, 1_000_000)


# A million series take minutes and gigabytes here: those works are left out.
WORKS = {
    "counter-increment": lambda: calls(increments()),
    "counter-increment-2t": lambda: two_threads(increments()),
    "labels-increment": lambda: calls(increments(1000)),
    "labels-increment-2t": lambda: two_threads(increments(1000)),
    "gauge-set": lambda: calls(sets()),
    "histogram-observe": lambda: calls(observes()),
    "histogram-observe-2t": lambda: two_threads(observes()),
    "encode-counters-10k": lambda: encode_counters(10_000),
    "encode-counters-100k": lambda: encode_counters(100_000),
    "encode-gauges-10k": encode_gauges,
    "encode-histograms-1k": encode_histograms,
    "encode-mixed-20k": encode_mixed,
    "register-10k": lambda: register(10_000),
    "gather-1000x10": gather,
}


def main():
    work = sys.argv[1]
    if work == "--version":
        print(f"prometheus-client {version('prometheus-client')}, Python {python_version()}")
        return
    if work not in WORKS:
        print("no")
        return
    # A second line for each counter, which nobody else writes.
    disable_created_metrics()
    size, measure = WORKS[work]()
    print("ready", size, flush=True)
    for _ in sys.stdin:
        print(f"{measure():.4f}", flush=True)


main()
