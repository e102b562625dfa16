use prometheus::{CounterVec, GaugeVec, HistogramOpts, HistogramVec, Opts, Registry};

pub const FAMILY_SERIES: usize = 1000;
pub const LABELS: [&str; 3] = ["method", "path", "status"];
const METHODS: [&str; 4] = ["GET", "POST", "PUT", "DELETE"];
const STATUSES: [&str; 3] = ["200", "404", "500"];
pub const BOUNDS: [f64; 12] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 25.0];

/// From 0 to 1, by splitmix64.
pub struct RandomFractions(pub u64);

impl RandomFractions {
    pub fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}

pub fn observations() -> Vec<f64> {
    let mut fractions = RandomFractions(2);
    (0..1024).map(|_| 0.002 * 2f64.powf(14.0 * fractions.next())).collect()
}

/// Of a series; the path is `/api/v1/resource/` and so many digits.
pub fn label_values(i: usize, digits: usize) -> (&'static str, String, &'static str) {
    (METHODS[i % 4], format!("/api/v1/resource/{i:0digits$}"), STATUSES[i % 3])
}

/// Families of a registry, numbered; values go on from family to family.
pub struct Data {
    pub registry: Registry,
    counted: usize,
    fractions: RandomFractions,
    observations: Vec<f64>,
}

impl Data {
    pub fn new() -> Data {
        Data { registry: Registry::new(), counted: 0, fractions: RandomFractions(1), observations: observations() }
    }

    pub fn counters(&mut self, family: usize, series: usize) {
        let name = format!("bench_requests_{family:04}_total");
        let counters = CounterVec::new(Opts::new(name, "Requests served."), &LABELS).unwrap();
        self.registry.register(Box::new(counters.clone())).unwrap();
        for i in 0..series {
            let (method, path, status) = label_values(i, 3);
            let value = (1_000_000 + self.counted * 9) as f64;
            counters.with_label_values(&[method, &path, status]).inc_by(value);
            self.counted += 1;
        }
    }

    pub fn gauges(&mut self, family: usize, series: usize) {
        let name = format!("bench_temperature_{family:04}");
        let gauges = GaugeVec::new(Opts::new(name, "Degrees."), &LABELS).unwrap();
        self.registry.register(Box::new(gauges.clone())).unwrap();
        for i in 0..series {
            let (method, path, status) = label_values(i, 3);
            gauges.with_label_values(&[method, &path, status]).set(self.fractions.next() * 1000.0);
        }
    }

    pub fn histograms(&mut self, family: usize, series: usize) {
        let name = format!("bench_latency_seconds_{family:04}");
        let options = HistogramOpts::new(name, "Time to answer.").buckets(BOUNDS.to_vec());
        let histograms = HistogramVec::new(options, &LABELS).unwrap();
        self.registry.register(Box::new(histograms.clone())).unwrap();
        for i in 0..series {
            let (method, path, status) = label_values(i, 3);
            let histogram = histograms.with_label_values(&[method, &path, status]);
            for place in 0..100 {
                histogram.observe(self.observations[(i + place) % 1024]);
            }
        }
    }
}
