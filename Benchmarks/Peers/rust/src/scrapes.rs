use crate::data::{Data, FAMILY_SERIES};
use crate::Subject;
use prometheus::core::{Collector, Desc};
use prometheus::proto::MetricFamily;
use prometheus::{Encoder, GaugeVec, Opts, Registry, TextEncoder};
use std::time::Instant;

/// Gathers and encodes; the buffer is kept, so that its pages are there.
pub fn scrape(registry: &Registry, buffer: &mut Vec<u8>) {
    buffer.clear();
    TextEncoder::new().encode(&registry.gather(), buffer).unwrap();
}

fn encoding(registry: Registry, divisor: f64) -> Subject {
    let mut buffer = Vec::new();
    scrape(&registry, &mut buffer);
    let size = buffer.len();
    let round = move || {
        let start = Instant::now();
        scrape(&registry, &mut buffer);
        start.elapsed().as_nanos() as f64 / divisor
    };
    Subject { size, round: Box::new(round) }
}

pub fn many_counters(series: usize) -> Registry {
    let mut data = Data::new();
    for family in 0..series / FAMILY_SERIES {
        data.counters(family, FAMILY_SERIES);
    }
    data.registry
}

pub fn counters(series: usize) -> Subject {
    encoding(many_counters(series), series as f64)
}

pub fn gauges() -> Subject {
    let mut data = Data::new();
    for family in 0..10 {
        data.gauges(family, FAMILY_SERIES);
    }
    encoding(data.registry, (10 * FAMILY_SERIES) as f64)
}

pub fn histograms() -> Subject {
    let mut data = Data::new();
    data.histograms(0, 1000);
    encoding(data.registry, 1000.0 * 1000.0)
}

pub fn mixed() -> Subject {
    let mut data = Data::new();
    for family in 0..20_000 {
        match family % 10 {
            0..=4 => data.counters(family, 4),
            5..=8 => data.gauges(family, 4),
            _ => data.histograms(family, 2),
        }
    }
    encoding(data.registry, (18_000 * 4 + 2_000 * 2 * 15) as f64)
}

/// Makes its family anew for each gather: there are no constant samples here.
struct SamplesCollector {
    number: usize,
    description: Vec<Desc>,
    options: Opts,
}

impl Collector for SamplesCollector {
    fn desc(&self) -> Vec<&Desc> {
        self.description.iter().collect()
    }

    fn collect(&self) -> Vec<MetricFamily> {
        let gauges = GaugeVec::new(self.options.clone(), &["index"]).unwrap();
        for (i, index) in ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"].iter().enumerate() {
            gauges.with_label_values(&[index]).set(self.number as f64 + i as f64 / 8.0);
        }
        gauges.collect()
    }
}

/// Milliseconds.
pub fn gather() -> Subject {
    let registry = Registry::new();
    for number in 0..1000 {
        let options = Opts::new(format!("bench_collector_{number:04}"), "A collector's samples.");
        let description = GaugeVec::new(options.clone(), &["index"]).unwrap().desc().into_iter().cloned().collect();
        registry.register(Box::new(SamplesCollector { number, description, options })).unwrap();
    }
    encoding(registry, 1e6)
}
