// client_golang: see ../README.md for what it does, and how it is asked.
package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
)

// Set by the linker.
var clientVersion = "unknown"

// A work that is set up: the size of its text, and what does a round.
type subject struct {
	size  int
	round func() float64
}

var works = map[string]func() subject{
	"counter-increment":     counterIncrement,
	"counter-increment-2t":  counterIncrementTwoThreads,
	"labels-increment":      labelsIncrement,
	"labels-increment-2t":   labelsIncrementTwoThreads,
	"gauge-set":             gaugeSet,
	"histogram-observe":     histogramObserve,
	"histogram-observe-2t":  histogramObserveTwoThreads,
	"encode-counters-10k":   func() subject { return encodeCounters(10_000) },
	"encode-counters-100k":  func() subject { return encodeCounters(100_000) },
	"encode-counters-1m":    func() subject { return encodeCounters(1_000_000) },
	"encode-gauges-10k":     encodeGauges,
	"encode-histograms-1k":  encodeHistograms,
	"encode-mixed-20k":      encodeMixed,
	"scrape-allocations-1m": scrapeAllocations,
	"scrape-extra-mb-1m":    scrapeExtra,
	"resident-mb-1m":        resident,
	"register-10k":          func() subject { return register(10_000) },
	"register-1m":           func() subject { return register(1_000_000) },
	"gather-1000x10":        gather,
}

func main() {
	work := ""
	if len(os.Args) > 1 {
		work = os.Args[1]
	}
	if work == "--version" {
		fmt.Printf("client_golang %s, %s\n", clientVersion, runtime.Version())
		return
	}
	prepare, known := works[work]
	if !known {
		fmt.Println("no")
		return
	}
	subject := prepare()
	fmt.Println("ready", subject.size)
	for input := bufio.NewScanner(os.Stdin); input.Scan(); {
		fmt.Printf("%.4f\n", subject.round())
		// Its collector would go on while others measure.
		runtime.GC()
	}
}

// Gives back what isn't in use.
func giveBack() { debug.FreeOSMemory() }
