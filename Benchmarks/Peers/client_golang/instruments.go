package main

import (
	"fmt"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

const calls = 2_000_000

// Nanoseconds a call; the operation is given the number of calls.
func oneThread(operation func(count int)) subject {
	return subject{round: func() float64 {
		start := time.Now()
		operation(calls)
		return float64(time.Since(start)) / calls
	}}
}

func twoThreads(operation func(count int)) subject {
	return subject{round: func() float64 {
		var starts, ends [2]time.Time
		var group sync.WaitGroup
		for i := range starts {
			group.Add(1)
			go func(i int) {
				defer group.Done()
				starts[i] = time.Now()
				operation(calls)
				ends[i] = time.Now()
			}(i)
		}
		group.Wait()
		start, end := starts[0], ends[0]
		if starts[1].Before(start) {
			start = starts[1]
		}
		if ends[1].After(end) {
			end = ends[1]
		}
		return float64(end.Sub(start)) / calls
	}}
}

func increments() func(int) {
	counter := prometheus.NewCounter(prometheus.CounterOpts{Name: "bench_total", Help: "Requests served."})
	return func(count int) {
		for i := 0; i < count; i++ {
			counter.Inc()
		}
	}
}

func counterIncrement() subject           { return oneThread(increments()) }
func counterIncrementTwoThreads() subject { return twoThreads(increments()) }

func labelledIncrements() func(int) {
	counters := prometheus.NewCounterVec(prometheus.CounterOpts{Name: "bench_total", Help: "Requests served."}, labels)
	for i := 0; i < familySeries; i++ {
		counters.WithLabelValues(labelValuesSlice(i)...)
	}
	return func(count int) {
		for i := 0; i < count; i++ {
			counters.WithLabelValues("GET", "/api/v1/resource/024", "200").Inc()
		}
	}
}

func labelsIncrement() subject           { return oneThread(labelledIncrements()) }
func labelsIncrementTwoThreads() subject { return twoThreads(labelledIncrements()) }

func gaugeSet() subject {
	gauge := prometheus.NewGauge(prometheus.GaugeOpts{Name: "bench", Help: "Degrees."})
	return oneThread(func(count int) {
		for i := 0; i < count; i++ {
			gauge.Set(float64(i))
		}
	})
}

func observes() func(int) {
	histogram := prometheus.NewHistogram(prometheus.HistogramOpts{Name: "bench", Help: "Time to answer.", Buckets: bounds})
	values := observations()
	return func(count int) {
		for i := 0; i < count; i++ {
			histogram.Observe(values[i&1023])
		}
	}
}

func histogramObserve() subject           { return oneThread(observes()) }
func histogramObserveTwoThreads() subject { return twoThreads(observes()) }

func register(series int) subject {
	values := make([][]string, series)
	for i := range values {
		values[i] = []string{methods[i%4], fmt.Sprintf("/api/v1/resource/%07d", i), statuses[i%3]}
	}
	return subject{round: func() float64 {
		start := time.Now()
		counters := prometheus.NewCounterVec(
			prometheus.CounterOpts{Name: "bench_registered_total", Help: "Requests served."}, labels)
		prometheus.NewRegistry().MustRegister(counters)
		for _, value := range values {
			counters.WithLabelValues(value...)
		}
		return time.Since(start).Seconds() * 1e6 / float64(series)
	}}
}
