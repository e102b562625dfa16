package main

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/common/expfmt"
)

// Gathers and encodes as promhttp does; the buffer is kept, so that its pages are there.
type scraper struct {
	gatherer prometheus.Gatherer
	buffer   bytes.Buffer
}

func (s *scraper) scrape() int {
	s.buffer.Reset()
	encoder := expfmt.NewEncoder(&s.buffer, expfmt.FmtText)
	families, err := s.gatherer.Gather()
	if err != nil {
		panic(err)
	}
	for _, family := range families {
		if err := encoder.Encode(family); err != nil {
			panic(err)
		}
	}
	return s.buffer.Len()
}

func encoding(gatherer prometheus.Gatherer, divisor float64) subject {
	scraper := &scraper{gatherer: gatherer}
	return subject{scraper.scrape(), func() float64 {
		start := time.Now()
		scraper.scrape()
		return float64(time.Since(start)) / divisor
	}}
}

func encodeCounters(series int) subject { return encoding(manyCounters(series).registry, float64(series)) }

func encodeGauges() subject {
	d := newData()
	for family := 0; family < 10; family++ {
		d.gauges(family, familySeries)
	}
	return encoding(d.registry, 10*familySeries)
}

func encodeHistograms() subject {
	d := newData()
	d.histograms(0, 1000)
	return encoding(d.registry, 1000*1000)
}

func encodeMixed() subject {
	d := newData()
	for family := 0; family < 20_000; family++ {
		switch kind := family % 10; {
		case kind < 5:
			d.counters(family, 4)
		case kind < 9:
			d.gauges(family, 4)
		default:
			d.histograms(family, 2)
		}
	}
	return encoding(d.registry, 18_000*4+2_000*2*15)
}

// MARK: Memory

func scrapeAllocations() subject {
	scraper := &scraper{gatherer: manyCounters(1_000_000).registry}
	return subject{scraper.scrape(), func() float64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		scraper.scrape()
		runtime.ReadMemStats(&after)
		return float64(after.Mallocs - before.Mallocs)
	}}
}

func scrapeExtra() subject {
	d := manyCounters(1_000_000)
	size := (&scraper{gatherer: d.registry}).scrape()
	return subject{size, func() float64 {
		giveBack()
		if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
			panic(err)
		}
		before := status("VmRSS:")
		// A handler's response has to have room somewhere as well.
		(&scraper{gatherer: d.registry}).scrape()
		return status("VmHWM:") - before
	}}
}

func resident() subject {
	d := manyCounters(1_000_000)
	size := (&scraper{gatherer: d.registry}).scrape()
	return subject{size, func() float64 {
		giveBack()
		megabytes := status("VmRSS:")
		runtime.KeepAlive(d)
		return megabytes
	}}
}

// A line of what the system says of this process, in MB.
func status(name string) float64 {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		panic(err)
	}
	for _, line := range strings.Split(string(text), "\n") {
		if strings.HasPrefix(line, name) {
			kilobytes, _ := strconv.ParseFloat(strings.Fields(line)[1], 64)
			return kilobytes / 1024
		}
	}
	panic(name + " is not said")
}

// MARK: Collectors

type samplesCollector struct {
	number  int
	samples *prometheus.Desc
}

func (c samplesCollector) Describe(descriptions chan<- *prometheus.Desc) { descriptions <- c.samples }

var indices = []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}

func (c samplesCollector) Collect(metrics chan<- prometheus.Metric) {
	for i, index := range indices {
		metrics <- prometheus.MustNewConstMetric(c.samples, prometheus.GaugeValue, float64(c.number)+float64(i)/8, index)
	}
}

func gather() subject {
	registry := prometheus.NewRegistry()
	for number := 0; number < 1000; number++ {
		name := fmt.Sprintf("bench_collector_%04d", number)
		registry.MustRegister(samplesCollector{number, prometheus.NewDesc(name, "A collector's samples.", []string{"index"}, nil)})
	}
	return encoding(registry, 1e6)
}
