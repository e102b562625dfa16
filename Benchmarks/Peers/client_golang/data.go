package main

import (
	"fmt"
	"math"

	"github.com/prometheus/client_golang/prometheus"
)

const familySeries = 1000

var (
	labels   = []string{"method", "path", "status"}
	methods  = []string{"GET", "POST", "PUT", "DELETE"}
	statuses = []string{"200", "404", "500"}
	bounds   = []float64{0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25}
)

// From 0 to 1, by splitmix64.
type randomFractions struct{ state uint64 }

func (r *randomFractions) next() float64 {
	r.state += 0x9E3779B97F4A7C15
	z := r.state
	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9
	z = (z ^ (z >> 27)) * 0x94D049BB133111EB
	return float64((z^(z>>31))>>11) / (1 << 53)
}

func observations() []float64 {
	fractions := randomFractions{2}
	values := make([]float64, 1024)
	for i := range values {
		values[i] = 0.002 * math.Pow(2, 14*fractions.next())
	}
	return values
}

func labelValues(i int) (string, string, string) {
	return methods[i%4], fmt.Sprintf("/api/v1/resource/%03d", i), statuses[i%3]
}

// Families of a registry, numbered; values go on from family to family.
type data struct {
	registry     *prometheus.Registry
	counted      int
	fractions    randomFractions
	observations []float64
}

func newData() *data {
	return &data{registry: prometheus.NewRegistry(), fractions: randomFractions{1}, observations: observations()}
}

func (d *data) counters(family, series int) {
	name := fmt.Sprintf("bench_requests_%04d_total", family)
	counters := prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: "Requests served."}, labels)
	d.registry.MustRegister(counters)
	for i := 0; i < series; i++ {
		counters.WithLabelValues(labelValuesSlice(i)...).Add(float64(1_000_000 + d.counted*9))
		d.counted++
	}
}

func (d *data) gauges(family, series int) {
	name := fmt.Sprintf("bench_temperature_%04d", family)
	gauges := prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: name, Help: "Degrees."}, labels)
	d.registry.MustRegister(gauges)
	for i := 0; i < series; i++ {
		gauges.WithLabelValues(labelValuesSlice(i)...).Set(d.fractions.next() * 1000)
	}
}

func (d *data) histograms(family, series int) {
	name := fmt.Sprintf("bench_latency_seconds_%04d", family)
	histograms := prometheus.NewHistogramVec(
		prometheus.HistogramOpts{Name: name, Help: "Time to answer.", Buckets: bounds}, labels)
	d.registry.MustRegister(histograms)
	for i := 0; i < series; i++ {
		histogram := histograms.WithLabelValues(labelValuesSlice(i)...)
		for place := 0; place < 100; place++ {
			histogram.Observe(d.observations[(i+place)%1024])
		}
	}
}

func labelValuesSlice(i int) []string {
	method, path, status := labelValues(i)
	return []string{method, path, status}
}

func manyCounters(series int) *data {
	d := newData()
	for family := 0; family < series/familySeries; family++ {
		d.counters(family, familySeries)
	}
	return d
}
