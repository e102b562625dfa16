// What no client can do without: the locked addition, the store, and moving the bytes of the text.

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

// MARK: One instrument

enum { calls = 4000000 };

// Alone in its cache lines.
static _Alignas(128) struct {
    atomic_ullong integer;
    _Atomic double number;
    char rest[112];
} cell;

static double add(void) {
    double start = now();
    for (int i = 0; i < calls; i++) atomic_fetch_add_explicit(&cell.integer, 1, memory_order_relaxed);
    return (now() - start) / calls;
}

static double store(void) {
    double start = now();
    for (int i = 0; i < calls; i++) atomic_store_explicit(&cell.number, (double)i, memory_order_relaxed);
    return (now() - start) / calls;
}

struct span {
    double start, end;
};

static void *add_on_thread(void *result) {
    struct span *span = result;
    span->start = now();
    add();
    span->end = now();
    return NULL;
}

// Words of one cache line.
static _Alignas(128) atomic_ullong words[16];

struct neighbour {
    struct span span;
    int word;
};

static void *add_beside_thread(void *result) {
    struct neighbour *neighbour = result;
    neighbour->span.start = now();
    for (int i = 0; i < calls; i++) atomic_fetch_add_explicit(&words[neighbour->word], 1, memory_order_relaxed);
    neighbour->span.end = now();
    return NULL;
}

static double add_on_neighbours(void) {
    struct neighbour neighbours[2] = {{{0, 0}, 0}, {{0, 0}, 1}};
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) {
        if (pthread_create(&threads[i], NULL, add_beside_thread, &neighbours[i]) != 0) exit(1);
    }
    for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
    struct span a = neighbours[0].span, b = neighbours[1].span;
    return ((a.end > b.end ? a.end : b.end) - (a.start < b.start ? a.start : b.start)) / calls;
}

static double add_on_two(void) {
    struct span spans[2] = {{0, 0}, {0, 0}};
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) {
        if (pthread_create(&threads[i], NULL, add_on_thread, &spans[i]) != 0) exit(1);
    }
    for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
    double start = spans[0].start < spans[1].start ? spans[0].start : spans[1].start;
    double end = spans[0].end > spans[1].end ? spans[0].end : spans[1].end;
    return (end - start) / calls;
}

// MARK: Text

enum { family_series = 1000 };

static char *text, *copy;
static size_t text_size;
static long series;
static int copies;

static void print_counters(long count) {
    static const char *const methods[] = {"GET", "POST", "PUT", "DELETE"};
    static const char *const statuses[] = {"200", "404", "500"};
    series = count;
    copies = count > 100000 ? 1 : (int)(1000000 / count);
    text = malloc((size_t)count * 128);
    if (!text) exit(1);
    char *end = text;
    for (long index = 0; index < count; index++) {
        long family = index / family_series, i = index % family_series;
        if (i == 0) {
            end += sprintf(
                end, "# HELP bench_requests_%04ld_total Requests served.\n# TYPE bench_requests_%04ld_total counter\n", family, family);
        }
        end += sprintf(
            end, "bench_requests_%04ld_total{method=\"%s\",path=\"/api/v1/resource/%03ld\",status=\"%s\"} %ld\n", family, methods[i % 4], i,
            statuses[i % 3], 1000000 + index * 9);
    }
    text_size = (size_t)(end - text);
    copy = malloc(text_size);
    if (!copy) exit(1);
    memset(copy, 1, text_size);
}

static double copy_text(void) {
    double start = now();
    for (int i = 0; i < copies; i++) {
        memcpy(copy, text, text_size);
        // The copy is looked at, as far as the compiler knows.
        __asm__ volatile("" : : "r"(copy) : "memory");
    }
    return (now() - start) / (double)copies / (double)series;
}

// MARK: The program

static double (*round_of(const char *work))(void) {
    if (strcmp(work, "counter-increment") == 0) return add;
    if (strcmp(work, "counter-increment-2t") == 0) return add_on_two;
    if (strcmp(work, "neighbours-increment-2t") == 0) return add_on_neighbours;
    if (strcmp(work, "gauge-set") == 0) return store;
    static const struct {
        const char *work;
        long count;
    } texts[] = {{"encode-counters-10k", 10000}, {"encode-counters-100k", 100000}, {"encode-counters-1m", 1000000}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (strcmp(work, texts[i].work) != 0) continue;
        print_counters(texts[i].count);
        return copy_text;
    }
    return NULL;
}

int main(int count, char **arguments) {
    const char *work = count > 1 ? arguments[1] : "";
    if (strcmp(work, "--version") == 0) {
        puts("C, compiled by " __VERSION__);
        return 0;
    }
    double (*measure)(void) = round_of(work);
    if (!measure) {
        puts("no");
        return 0;
    }
    printf("ready %zu\n", text_size);
    fflush(stdout);
    char line[64];
    while (fgets(line, sizeof line, stdin)) {
        printf("%.4f\n", measure());
        fflush(stdout);
    }
    return 0;
}
