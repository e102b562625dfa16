use crate::data::{label_values, observations, BOUNDS, FAMILY_SERIES, LABELS};
use crate::Subject;
use prometheus::{Counter, CounterVec, Gauge, Histogram, HistogramOpts, Opts, Registry};
use std::sync::Arc;
use std::time::Instant;

const CALLS: usize = 2_000_000;

/// Does so many calls.
type Operation = Arc<dyn Fn(usize) + Send + Sync>;

/// Nanoseconds a call.
pub fn one_thread(operation: Operation) -> Subject {
    let round = move || {
        let start = Instant::now();
        operation(CALLS);
        start.elapsed().as_nanos() as f64 / CALLS as f64
    };
    Subject { size: 0, round: Box::new(round) }
}

pub fn two_threads(operation: Operation) -> Subject {
    let round = move || {
        let threads: Vec<_> = (0..2)
            .map(|_| {
                let operation = operation.clone();
                std::thread::spawn(move || {
                    let start = Instant::now();
                    operation(CALLS);
                    (start, Instant::now())
                })
            })
            .collect();
        let spans: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
        let start = spans[0].0.min(spans[1].0);
        let end = spans[0].1.max(spans[1].1);
        end.duration_since(start).as_nanos() as f64 / CALLS as f64
    };
    Subject { size: 0, round: Box::new(round) }
}

pub fn increments() -> Operation {
    let counter = Counter::new("bench_total", "Requests served.").unwrap();
    Arc::new(move |count| {
        for _ in 0..count {
            counter.inc();
        }
    })
}

pub fn labelled_increments() -> Operation {
    let counters = CounterVec::new(Opts::new("bench_total", "Requests served."), &LABELS).unwrap();
    for i in 0..FAMILY_SERIES {
        let (method, path, status) = label_values(i, 3);
        counters.with_label_values(&[method, &path, status]);
    }
    Arc::new(move |count| {
        for _ in 0..count {
            counters.with_label_values(&["GET", "/api/v1/resource/024", "200"]).inc();
        }
    })
}

pub fn sets() -> Operation {
    let gauge = Gauge::new("bench", "Degrees.").unwrap();
    Arc::new(move |count| {
        for i in 0..count {
            gauge.set(i as f64);
        }
    })
}

pub fn observes() -> Operation {
    let options = HistogramOpts::new("bench", "Time to answer.").buckets(BOUNDS.to_vec());
    let histogram = Histogram::with_opts(options).unwrap();
    let values = observations();
    Arc::new(move |count| {
        for i in 0..count {
            histogram.observe(values[i & 1023]);
        }
    })
}

/// Microseconds a series.
pub fn register(series: usize) -> Subject {
    let values: Vec<_> = (0..series).map(|i| label_values(i, 7)).collect();
    let round = move || {
        let start = Instant::now();
        let counters = CounterVec::new(Opts::new("bench_registered_total", "Requests served."), &LABELS).unwrap();
        Registry::new().register(Box::new(counters.clone())).unwrap();
        for (method, path, status) in &values {
            counters.with_label_values(&[method, path, status]);
        }
        start.elapsed().as_secs_f64() * 1e6 / series as f64
    };
    Subject { size: 0, round: Box::new(round) }
}
