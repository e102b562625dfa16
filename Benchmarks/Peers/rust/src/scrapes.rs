use crate::data::{Data, FAMILY_SERIES};
use crate::Subject;
use prometheus::core::{Collector, Desc};
use prometheus::proto::{Gauge, LabelPair, Metric, MetricFamily, MetricType};
use prometheus::{Encoder, Registry, TextEncoder};
use std::collections::HashMap;
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

struct SamplesCollector {
    number: usize,
    name: String,
    description: Vec<Desc>,
}

const HELP: &str = "A collector's samples.";
const INDICES: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

impl Collector for SamplesCollector {
    fn desc(&self) -> Vec<&Desc> {
        self.description.iter().collect()
    }

    fn collect(&self) -> Vec<MetricFamily> {
        let mut family = MetricFamily::default();
        family.set_name(self.name.clone());
        family.set_help(HELP.to_string());
        family.set_field_type(MetricType::GAUGE);
        let samples = INDICES.iter().enumerate().map(|(i, index)| {
            let mut label = LabelPair::default();
            label.set_name("index".to_string());
            label.set_value(index.to_string());
            let mut gauge = Gauge::default();
            gauge.set_value(self.number as f64 + i as f64 / 8.0);
            let mut sample = Metric::default();
            sample.set_label(vec![label]);
            sample.set_gauge(gauge);
            sample
        });
        family.set_metric(samples.collect());
        vec![family]
    }
}

/// Milliseconds.
pub fn gather() -> Subject {
    let registry = Registry::new();
    for number in 0..1000 {
        let name = format!("bench_collector_{number:04}");
        let description = Desc::new(name.clone(), HELP.to_string(), vec!["index".to_string()], HashMap::new()).unwrap();
        registry.register(Box::new(SamplesCollector { number, name, description: vec![description] })).unwrap();
    }
    encoding(registry, 1e6)
}
