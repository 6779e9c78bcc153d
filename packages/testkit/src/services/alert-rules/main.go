// Checks alert rules and metrics with Prometheus' own packages, and evaluates the rules over scrapes. What to do comes as
// JSON on stdin, what was found goes as JSON to stdout.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"math"
	"os"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/prometheus/prometheus/model/textparse"
	"github.com/prometheus/prometheus/model/value"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/template"
	"github.com/prometheus/prometheus/tsdb"
)

// A scrape at a time in seconds; without a text the target was down.
type scrape struct {
	At   int64   `json:"at"`
	Text *string `json:"text"`
}

type input struct {
	Rules   string            `json:"rules"`
	Target  map[string]string `json:"target"`
	Scrapes []scrape          `json:"scrapes"`
	// Seconds between evaluations.
	Step int64 `json:"step"`
}

type firing struct {
	Alert       string            `json:"alert"`
	At          int64             `json:"at"`
	Labels      map[string]string `json:"labels"`
	Annotations map[string]string `json:"annotations"`
}

type output struct {
	// Why the rules cannot be loaded.
	Errors []string `json:"errors"`
	// What is wrong with the names and texts of the metrics of the last scrape.
	Problems []string `json:"problems"`
	Alerts   []string `json:"alerts"`
	Firing   []firing `json:"firing"`
}

func main() {
	var in input
	must(json.NewDecoder(os.Stdin).Decode(&in))
	out := output{Errors: []string{}, Problems: []string{}, Alerts: []string{}, Firing: []firing{}}
	silent := slog.New(slog.NewTextHandler(io.Discard, nil))
	groups, errs := rulefmt.ParseFile(in.Rules, false, model.UTF8Validation, parser.NewParser(parser.Options{}), silent)
	for _, err := range errs {
		out.Errors = append(out.Errors, err.Error())
	}
	if len(errs) == 0 {
		for _, group := range groups.Groups {
			for _, rule := range group.Rules {
				out.Alerts = append(out.Alerts, rule.Alert)
			}
		}
		if len(in.Scrapes) > 0 {
			out.Firing = evaluate(in, groups)
		}
	}
	for _, scrape := range in.Scrapes {
		if scrape.Text != nil {
			out.Problems = lint(*scrape.Text)
		}
	}
	must(json.NewEncoder(os.Stdout).Encode(out))
}

func evaluate(in input, groups *rulefmt.RuleGroups) []firing {
	folder, err := os.MkdirTemp("", "alert-rules-")
	must(err)
	defer os.RemoveAll(folder)
	db, err := tsdb.Open(folder, nil, nil, tsdb.DefaultOptions(), nil)
	must(err)
	defer db.Close()
	store(db, in)
	ctx := context.Background()
	engine := promql.NewEngine(promql.EngineOpts{MaxSamples: 50_000_000, Timeout: time.Minute, LookbackDelta: 5 * time.Minute})
	query := func(ctx context.Context, text string, at time.Time) (promql.Vector, error) {
		q, err := engine.NewInstantQuery(ctx, db, nil, text, at)
		if err != nil {
			return nil, err
		}
		defer q.Close()
		return q.Exec(ctx).Vector()
	}
	found := []firing{}
	first, last := in.Scrapes[0].At, in.Scrapes[len(in.Scrapes)-1].At
	for _, group := range groups.Groups {
		for _, rule := range group.Rules {
			since := map[uint64]int64{}
			for at := first; at <= last; at += in.Step {
				vector, err := query(ctx, rule.Expr, time.Unix(at, 0))
				must(err)
				now := map[uint64]int64{}
				for _, sample := range vector {
					metric := sample.Metric.DropReserved(func(name string) bool { return name == "__name__" })
					id := metric.Hash()
					began, known := since[id]
					if !known {
						began = at
					}
					now[id] = began
					if at-began >= int64(time.Duration(rule.For).Seconds()) {
						found = append(found, alert(ctx, rule, metric, sample, at, query))
					}
				}
				since = now
			}
		}
	}
	return found
}

func alert(ctx context.Context, rule rulefmt.Rule, metric labels.Labels, sample promql.Sample, at int64, query template.QueryFunc) firing {
	data := template.AlertTemplateData(metric.Map(), nil, "", sample)
	expand := func(texts map[string]string) map[string]string {
		expanded := map[string]string{}
		for name, text := range texts {
			definitions := "{{$labels := .Labels}}{{$value := .Value}}"
			expander := template.NewTemplateExpander(ctx, definitions+text, rule.Alert, data, model.Time(at*1000), query, nil, nil)
			result, err := expander.Expand()
			must(err)
			expanded[name] = result
		}
		return expanded
	}
	all := metric.Map()
	for name, text := range expand(rule.Labels) {
		all[name] = text
	}
	return firing{Alert: rule.Alert, At: at, Labels: all, Annotations: expand(rule.Annotations)}
}

// Stores scrapes as Prometheus does: with the labels of the target, `up`, and an end for each series that is gone.
func store(db *tsdb.DB, in input) {
	target := labels.NewBuilder(labels.EmptyLabels())
	before := map[uint64]labels.Labels{}
	for _, scrape := range in.Scrapes {
		at := scrape.At * 1000
		appender := db.Appender(context.Background())
		present := map[uint64]labels.Labels{}
		add := func(series labels.Labels, figure float64) {
			target.Reset(series)
			for name, text := range in.Target {
				target.Set(name, text)
			}
			whole := target.Labels()
			_, err := appender.Append(0, whole, at, figure)
			must(err)
			present[whole.Hash()] = whole
		}
		up := 0.0
		if scrape.Text != nil {
			up = 1
			parse([]byte(*scrape.Text), add)
		}
		add(labels.FromStrings("__name__", "up"), up)
		for id, series := range before {
			if _, still := present[id]; !still {
				_, err := appender.Append(storage.SeriesRef(0), series, at, math.Float64frombits(value.StaleNaN))
				must(err)
			}
		}
		before = present
		must(appender.Commit())
	}
}

func parse(text []byte, add func(labels.Labels, float64)) {
	reader, err := textparse.New(text, "text/plain; version=0.0.4", labels.NewSymbolTable(), textparse.ParserOptions{})
	must(err)
	for {
		entry, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return
		}
		must(err)
		if entry == textparse.EntrySeries {
			_, _, figure := reader.Series()
			var series labels.Labels
			reader.Labels(&series)
			add(series, figure)
		}
	}
}

func lint(text string) []string {
	found, err := promlint.New(strings.NewReader(text)).Lint()
	must(err)
	problems := []string{}
	for _, problem := range found {
		problems = append(problems, problem.Metric+": "+problem.Text)
	}
	return problems
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
