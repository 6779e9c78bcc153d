/** Types of the HTTP service, made from its OpenAPI document by `npm run client`; not to be edited. */
export interface paths {
    "/v1/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List runs, the newest first, with those in the queue */
        get: operations["listRuns"];
        put?: never;
        /** Start a collection, or exactly what a plan says; it may wait in the queue */
        post: operations["startRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{run}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show a run */
        get: operations["showRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{run}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop a run gently: files in progress may finish */
        post: operations["cancelRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{run}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a run begin no further file */
        post: operations["pauseRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{run}/unpause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Continue a paused run */
        post: operations["unpauseRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{run}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Continue what is left of a run */
        post: operations["resumeRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{run}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try again what failed in a run, or a selection of that, and what is left of the run */
        post: operations["retryRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{run}/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List tasks of a run */
        get: operations["listTasks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{run}/tasks/{task}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All about one task: states, attempts, what is held, former versions, and why it is missing */
        get: operations["showTask"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{run}/attempts/{task}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Attempts of a task that have ended */
        get: operations["listAttempts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{run}/failures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What failed in a run, in groups, the largest first: who has to act and what to do */
        get: operations["listFailures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{run}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Log lines of a run, from the oldest or the newest on, or around a line */
        get: operations["listLogs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{run}/logs/text": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The log of a run as a text file, a line each */
        get: operations["downloadLogs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{run}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened in the time of a run, or in a part of it, in slices of the same length */
        get: operations["showTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{run}/batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Batches of files of a run, in the order of its plan: files left, who works on them, what went wrong */
        get: operations["listBatches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{run}/tables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Series and months of which a run builds tables: state, rows, what was found, why it failed */
        get: operations["listTableMonths"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/coverage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is held of each series in an output directory */
        get: operations["listCoverage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/coverage/cells": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The state of each day of each series in an output directory */
        get: operations["listCells"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/coverage/holes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Days that are expected and not held in an output directory, the longest spans first, and why */
        get: operations["listHoles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/coverage/why": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All that is known of some days of a series, with what to do; read from the record alone */
        get: operations["explainDays"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/outputs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List output directories, and how much each holds */
        get: operations["listOutputs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/coverage/findings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was found in the rows of days, by series and day, and what it means */
        get: operations["listFindings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/coverage/findings/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many findings of each rule there are, in all, by data type or by symbol */
        get: operations["countFindings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/coverage/finding-days": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The days of each series whose rows have gaps or are wrong, each with its worst finding */
        get: operations["listFindingDays"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tables/partitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The files of tables in an output directory: rows, sources, what was found in them */
        get: operations["listPartitions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List files of an output directory that contradict their checksums */
        get: operations["listDisputes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take disputed files as they are, in the name of the token */
        post: operations["acceptDisputes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Forget disputed files: the next run fetches them again */
        post: operations["rejectDisputes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{run}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a run: a snapshot, then events as they come; ends with the event `ended`
         * @description Server-sent events. The id of each is its number within the view; Last-Event-ID continues behind it.
         */
        get: operations["followRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow all runs that are in progress or wait: a snapshot, then each change
         * @description Server-sent events of the runs in the output directories that the token is for, at most one a second of each run.
         */
        get: operations["followRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who sends this request, and what its token allows */
        get: operations["showMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/config/schema": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The JSON Schema of a configuration as a request sends it */
        get: operations["showConfigSchema"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/config/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Check a configuration: all that is wrong with it, and every value that it would run with */
        post: operations["checkConfig"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/matrix": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the archive is known to hold */
        get: operations["showMatrix"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report what a collection would do: files, bytes, time, gaps with reasons; nothing is written
         * @description With `Accept: application/x-ndjson` each line is an object: `progress` while the plan is made, each `gap`, at last `summary`, or `error`.
         */
        post: operations["planRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/livez": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process answers */
        get: operations["live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether its data can be written, there is space, and its record can be reached */
        get: operations["ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/version": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Version of the service */
        get: operations["version"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Figures of this service and its runs, for Prometheus */
        get: operations["metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * tapehaul collection, as a request sends it
         * @description Where it reads from and where files go is said beside it, by source_profile and storage_profile.
         */
        CollectionConfig: {
            /**
             * @description The only workflow there is.
             * @default archive_collection
             * @constant
             */
            workflow_type?: "archive_collection";
            /**
             * @description A path of at most three names below the data of the service.
             * @default collection
             */
            output_directory?: string;
            /** @description Markets to collect. */
            markets: ("spot" | "futures_um" | "futures_cm" | "options")[];
            /** @description Symbols for all markets, or a list for each market. */
            symbols: string[] | {
                [key: string]: string[];
            };
            /**
             * @description Symbols and patterns to leave out.
             * @default []
             */
            exclude_symbols?: string[];
            /** @description Data types, spelled as in the archive. */
            data_types: ("klines" | "markPriceKlines" | "indexPriceKlines" | "premiumIndexKlines" | "trades" | "aggTrades" | "fundingRate" | "metrics" | "bookDepth" | "bookTicker" | "liquidationSnapshot" | "BVOLIndex" | "EOHSummary")[];
            /** @description Candle intervals, or a list for each candle type; all that the matrix names if left out. */
            intervals?: string[] | {
                [key: string]: string[];
            };
            /** @description UTC days, both included. */
            date_range: {
                /** @description A UTC day, 2025-07-01. */
                start: string;
                /** @description A UTC day, included, or "latest": the newest day that can be published. */
                end: string;
            };
            /**
             * @description matrix: by what the archive is known to hold; listing: by listing it; auto: by both, and by the matrix alone where the source refuses to be listed.
             * @default auto
             * @enum {string}
             */
            planning?: "auto" | "matrix" | "listing";
            /**
             * @description How often what is settled in the record is compared with the archive and the disk again.
             * @default {
             *       "listing_days": 30,
             *       "disk": "sampled"
             *     }
             */
            recheck?: {
                /**
                 * @description Every series is listed in whole once in that many days, a share of them each day; 0: each time.
                 * @default 30
                 */
                listing_days?: number;
                /**
                 * @description Whose settled files are checked on the disk: those of the series that are listed in whole, all each time, or none.
                 * @default sampled
                 * @enum {string}
                 */
                disk?: "sampled" | "all" | "none";
            };
            /**
             * @description What makes a run that is done end with exit status 4: something requested that the archive does not have at all; also files that are missing; nothing.
             * @default unknown
             * @enum {string}
             */
            fail_on?: "unknown" | "missing" | "never";
            /**
             * @description auto: whole closed months as monthly files, the rest as days.
             * @default auto
             * @enum {string}
             */
            partition?: "auto" | "daily" | "monthly";
            /**
             * @description Paths of files: bronze/binance/… with key=value folders, or as in the archive.
             * @default lakehouse
             * @enum {string}
             */
            layout?: "lakehouse" | "archive";
            /**
             * @description What moves the bytes.
             * @default auto
             * @enum {string}
             */
            engine?: "auto" | "s5cmd" | "s3";
            /**
             * @description Connections of each engine; small objects share theirs two by two.
             * @default 4
             */
            max_parallel_downloads?: number;
            /** @description Most bytes a second, all transfers together; s5cmd cannot keep to that, so S3 fetches them. */
            max_bytes_per_second?: number;
            /** @description Most requests for files, sidecars and listings that begin in a second, of all machines of the run together; s5cmd cannot keep to that, so S3 fetches them. */
            max_requests_per_second?: number;
            /**
             * @description Most bytes of a file whose size is not listed; one that has more is refused.
             * @default 17179869184
             */
            max_object_bytes?: number;
            /**
             * @description A transfer of fewer bytes a second than this, for low_speed_seconds, is given up; 0: none is.
             * @default 50
             */
            low_speed_limit?: number;
            /**
             * @description For how long a transfer may be slower than low_speed_limit.
             * @default 60
             */
            low_speed_seconds?: number;
            /**
             * @description Most cp lines in an s5cmd batch file, one for each data file.
             * @default 50
             */
            batch_size?: number;
            /**
             * @description s5cmd fetches larger objects in parallel ranges of this size, in MiB.
             * @default 50
             */
            part_size_mb?: number;
            /**
             * @description true: s5cmd batch files of batch_size; false: one long-lived s5cmd process fed line by line, faster.
             * @default true
             */
            enable_batch_mode?: boolean;
            /**
             * @description false: as engine s3.
             * @default true
             */
            enable_s5cmd?: boolean;
            /**
             * @description Refuse to begin when the plan needs more room than is free in the output directory.
             * @default true
             */
            check_free_space?: boolean;
            /**
             * @description Fetch again what is in place.
             * @default false
             */
            force_redownload?: boolean;
            /**
             * @description Fetch sidecars and prove files by them. false is the same as proof none.
             * @default true
             */
            download_checksum?: boolean;
            /**
             * @description published: SHA-256 against the sidecar, and the structure of the zip; deep: also its content, inflated, against its CRC; auto: deep for small files, published for others; none: no sidecars. A file without a sidecar is proved deep.
             * @default auto
             * @enum {string}
             */
            proof?: "auto" | "published" | "deep" | "none";
            /**
             * @description Hash again what is recorded as in place, and fetch again what has changed.
             * @default false
             */
            paranoid?: boolean;
            /** @description Threads that prove large files; all cores but one if left out, at least one, and one more while the main thread waits. 0: the main thread proves them. */
            proof_threads?: number;
            /**
             * @description When files are made to outlive a power cut: in groups before the record says so, each by itself, or never.
             * @default group
             * @enum {string}
             */
            durability?: "group" | "file" | "none";
            /**
             * @description A transfer in which no byte moves for this long is given up.
             * @default 300
             */
            timeout_seconds?: number;
            /**
             * @description When the archive has replaced a file that is held: keep_both puts the old one into _replaced/.
             * @default take_new
             * @enum {string}
             */
            on_replaced?: "take_new" | "keep_old" | "keep_both";
            /**
             * @description Further rounds for files, and runs of the flow, that failed for reasons that may pass.
             * @default 1
             */
            retry_attempts?: number;
            /**
             * @description Wait before each such round.
             * @default 300
             */
            retry_delay_seconds?: number;
            /**
             * @description Retries of a file within a round.
             * @default 3
             */
            task_retry_attempts?: number;
            /**
             * @description First delay between them; it doubles, with jitter.
             * @default 60
             */
            task_retry_delay_seconds?: number;
            /**
             * @description production wants monitoring on and at most 10 parallel downloads.
             * @default development
             * @enum {string}
             */
            environment?: "development" | "testing" | "staging" | "production";
            /**
             * @description Must be true in production.
             * @default true
             */
            enable_monitoring?: boolean;
            /**
             * @description Whether query-ready tables (Parquet) are built of the files, and how; needs DuckDB.
             * @default false
             */
            tables?: boolean | {
                /**
                 * @description double: what pandas and most other readers take; values that a double cannot hold are counted. decimal: exact.
                 * @default double
                 * @enum {string}
                 */
                numbers?: "double" | "decimal";
                /**
                 * @description Where a month and its days differ. off: the month as it is; days: the better source of each day; rows: also the rows of both, where they have ids.
                 * @default days
                 * @enum {string}
                 */
                repair?: "off" | "days" | "rows";
                /** @description Data types to build tables of; all that are collected if left out. */
                types?: ("klines" | "markPriceKlines" | "indexPriceKlines" | "premiumIndexKlines" | "trades" | "aggTrades" | "fundingRate" | "metrics" | "bookDepth" | "bookTicker" | "liquidationSnapshot" | "BVOLIndex" | "EOHSummary")[];
                /**
                 * @description auto: the daily files of months whose rows break rules are fetched in the same run, unless repair is off; never: only those of months that compare names.
                 * @default auto
                 * @enum {string}
                 */
                fetch_days?: "auto" | "never";
                /** @description Months whose daily files are fetched and compared although their rows break no rule: 2025-07, 2025-01..2025-07, or all. */
                compare?: string[];
            };
            /** @description Accepted as existing teams have it. */
            logging?: {
                [key: string]: unknown;
            };
            /** @description Accepted as existing teams have it. */
            performance?: {
                [key: string]: unknown;
            };
        };
        Problem: {
            type: string;
            title: string;
            status: number;
            detail: string;
            /** @enum {string} */
            code: "config_invalid" | "config_unreadable" | "matrix_invalid" | "key_invalid" | "cursor_invalid" | "run_not_found" | "run_complete" | "run_ended" | "plan_changed" | "source_not_allowed" | "storage_not_allowed" | "not_found" | "access_denied" | "bucket_not_found" | "request_refused" | "throttled" | "server_error" | "connection_failed" | "truncated" | "stalled" | "too_slow" | "timed_out" | "changed_upstream" | "listing_invalid" | "proxy_refused" | "proxy_unreachable" | "tls_untrusted" | "name_not_resolved" | "address_refused" | "too_large" | "size_mismatch" | "not_a_zip" | "zip_refused" | "checksum_mismatch" | "sidecar_invalid" | "checksum_disputed" | "disk_full" | "disk_failed" | "file_failed" | "target_blocked" | "engine_unavailable" | "engine_crashed" | "table_writer_missing" | "table_failed" | "no_result" | "catalog_newer" | "catalog_failed" | "catalog_malformed" | "store_newer" | "store_failed" | "store_malformed" | "batch_lost" | "output_in_use" | "cancelled" | "illegal_move" | "internal" | "directory_not_allowed" | "encoding_unsupported" | "fleet_not_allowed" | "headers_too_large" | "host_unknown" | "idempotency_conflict" | "media_type_unsupported" | "method_not_allowed" | "not_ready" | "origin_refused" | "output_not_found" | "plan_unknown" | "query_invalid" | "queue_full" | "request_invalid" | "request_slow" | "run_waiting" | "scope_missing" | "target_invalid" | "task_not_found" | "token_missing" | "too_busy" | "too_deep" | "too_many_requests";
            hint?: string;
            errors?: {
                path: string;
                message: string;
            }[];
        };
        Me: {
            /** @description Name of the token; null where the service needs none. */
            name: string | null;
            /**
             * @description `write` may start and stop runs, too.
             * @enum {string}
             */
            scope: "read" | "write";
            /** @description Output directories that the token is for, with all below each; null for all. */
            directories: string[] | null;
            /** @description Version of the service. */
            version: string;
            /** @description Whether runs may have their files fetched by workers: `on: fleet`. */
            fleet: boolean;
            /** @description Where a trace is shown: an address with `{trace_id}` in place of its id; null for nowhere. */
            trace_ui: string | null;
        };
        ConfigFault: {
            /** @description Such as date_range.end or markets[1]. */
            path: string;
            message: string;
            /** @description The nearest valid value. */
            suggestion?: string;
        };
        ConfigCheck: {
            valid: boolean;
            problems: components["schemas"]["ConfigFault"][];
            /** @description What is ignored, or known not to exist: symbols that the matrix or the record of the output directory rules out, types that ended, days before or after the life of a series; and a new output directory whose name resembles another one. */
            warnings: components["schemas"]["ConfigFault"][];
            /** @description Every value that a run would have; none while there are problems. */
            effective: {
                path: string;
                value: unknown;
                /** @description default, request, profile NAME; or as origins say it: file, override, environment NAME. */
                origin: string;
            }[];
        };
        Matrix: {
            rows: {
                /** @enum {string} */
                market: "spot" | "futures_um" | "futures_cm" | "options";
                /** @enum {string} */
                data_type: "klines" | "markPriceKlines" | "indexPriceKlines" | "premiumIndexKlines" | "trades" | "aggTrades" | "fundingRate" | "metrics" | "bookDepth" | "bookTicker" | "liquidationSnapshot" | "BVOLIndex" | "EOHSummary";
                /** @enum {string} */
                partition: "daily" | "monthly";
                /** @description Null for types without intervals. */
                intervals: ("1s" | "1m" | "3m" | "5m" | "15m" | "30m" | "1h" | "2h" | "4h" | "6h" | "8h" | "12h" | "1d" | "3d" | "1w" | "1mo")[] | null;
                /**
                 * Format: date
                 * @description First day with data, for a symbol as old as the market.
                 */
                from: string;
                /** @description Last day with data; null while files still come. */
                to: string | null;
                /** @enum {string} */
                state: "live" | "ended" | "removed";
                /**
                 * @description H: two independent observations, or an official file; L: inferred.
                 * @enum {string}
                 */
                confidence: "H" | "M" | "L";
                /** @description Days after a period is due from which its absence is no mere delay. */
                late_after_days?: number;
                evidence: string;
            }[];
        };
        PlanSummary: {
            /** @enum {string} */
            planning: "auto" | "matrix" | "listing";
            /** @description Files of the plan. */
            files: number;
            /** @description Files by what the plan means for them. */
            changes: {
                new: number;
                replaced: number;
                present: number;
                corrupt: number;
                gone: number;
                disputed: number;
            };
            /** @description Files to fetch: new, replaced and corrupt ones. */
            fetch_files: number;
            fetch_bytes: number;
            /** @description Of the files to fetch, those whose size no listing gave. */
            estimated_files: number;
            disk_bytes: number;
            /** @description Requests to the archive. */
            requests: number;
            answers_by: {
                matrix: number;
                listing: number;
            };
            /** @description Days that are settled in the record: neither the archive nor the disk was asked again. */
            readonly settled: {
                /** @description Days, of all series together. */
                days: number;
                /** @description Those that are held. */
                held: number;
                /** @description The files that these are held in. */
                files: number;
                /** @description Those of these files that are proved by their checksum. */
                proved_files: number;
                /** @description Those that could exist, and are not held. */
                missing: number;
                readonly by_state: {
                    [key: string]: number;
                };
            };
            /** @description What was requested and the archive has nothing of. */
            readonly unknown: {
                /** @enum {string} */
                market: "spot" | "futures_um" | "futures_cm" | "options";
                /** @description Null where the market has no such type or interval at all. */
                symbol: string | null;
                /** @description The requested types of which nothing exists. */
                readonly data_types: ("klines" | "markPriceKlines" | "indexPriceKlines" | "premiumIndexKlines" | "trades" | "aggTrades" | "fundingRate" | "metrics" | "bookDepth" | "bookTicker" | "liquidationSnapshot" | "BVOLIndex" | "EOHSummary")[];
                reason: string;
                /** @description The nearest listed name; null where none is near, or names could not be checked. */
                likely: string | null;
                /** @description All of it as one sentence. */
                message: string;
            }[];
            /** @description Days that could exist, and will not be held once the plan is collected. */
            missing_days: number;
            /** @description Exit status that the plan calls for. */
            exit_code: number;
            readonly warnings: {
                /**
                 * @description source_not_listed: the source refuses to be listed, and the whole plan goes by the matrix. prefix_not_listed: that goes for the series below one prefix. month_short: a monthly file is too small to hold its days, which are planned.
                 * @enum {string}
                 */
                code: "source_not_listed" | "prefix_not_listed" | "month_short";
                /** @description The prefix that cannot be listed; null where it is all of them, and for a month. */
                prefix: string | null;
                message: string;
            }[];
            output_directory: string;
            /** @description Where files go: the output directory, or the address of a bucket. */
            storage: string;
            readonly by_type: {
                /** @enum {string} */
                market: "spot" | "futures_um" | "futures_cm" | "options";
                /** @enum {string} */
                data_type: "klines" | "markPriceKlines" | "indexPriceKlines" | "premiumIndexKlines" | "trades" | "aggTrades" | "fundingRate" | "metrics" | "bookDepth" | "bookTicker" | "liquidationSnapshot" | "BVOLIndex" | "EOHSummary";
                /** @description Files of the plan. */
                files: number;
                /** @description Files by what the plan means for them. */
                changes: {
                    new: number;
                    replaced: number;
                    present: number;
                    corrupt: number;
                    gone: number;
                    disputed: number;
                };
                /** @description Files to fetch: new, replaced and corrupt ones. */
                fetch_files: number;
                fetch_bytes: number;
                /** @description Of the files to fetch, those whose size no listing gave. */
                estimated_files: number;
                disk_bytes: number;
                /** @description Requests to the archive. */
                requests: number;
            }[];
            /** @description The files to fetch by the engine that tries them first. */
            readonly by_engine: {
                engine: string;
                files: number;
                bytes: number;
            }[];
            /** @description Spans of days that are not available, by verdict. */
            readonly verdicts: {
                [key: string]: number;
            };
            free_bytes: number | null;
            listing_requests: number;
            listing_problems: {
                count: number;
                readonly first: {
                    key: string;
                    message: string;
                }[];
            };
        };
        PlanForecast: {
            /** @description Files to fetch. */
            files: number;
            bytes: number;
            /** @description By earlier runs from the same source: one in two takes no longer; null where there are none. */
            seconds_p50: number | null;
            /** @description Nine in ten take no longer. */
            seconds_p90: number | null;
            /** @description Room that the files need. */
            disk_bytes: number;
            /** @description Null for a bucket, and where the file system does not report it. */
            disk_free: number | null;
            /** @description Whether the files fit; null where that is not known. */
            fits: boolean | null;
        };
        Plan: {
            /** @description Starts exactly this plan: POST /v1/runs. */
            plan_id: string;
            /**
             * Format: date-time
             * @description Until when it is kept at most.
             */
            expires_at: string;
            summary: components["schemas"]["PlanSummary"];
            forecast: components["schemas"]["PlanForecast"];
            /** @description The first 1,000. */
            gaps: {
                /** @enum {string} */
                market: "spot" | "futures_um" | "futures_cm" | "options";
                /** @enum {string} */
                data_type: "klines" | "markPriceKlines" | "indexPriceKlines" | "premiumIndexKlines" | "trades" | "aggTrades" | "fundingRate" | "metrics" | "bookDepth" | "bookTicker" | "liquidationSnapshot" | "BVOLIndex" | "EOHSummary";
                symbol: string;
                /**
                 * @description Null for types without intervals, and when it speaks of all of them.
                 * @enum {string|null}
                 */
                interval: "1s" | "1m" | "3m" | "5m" | "15m" | "30m" | "1h" | "2h" | "4h" | "6h" | "8h" | "12h" | "1d" | "3d" | "1w" | "1mo" | null;
                /** @description First day of the span, UTC. */
                first: string;
                /** @description Last day of the span, UTC. */
                last: string;
                /** @enum {string} */
                verdict: "not_yet_published" | "before_first" | "after_last" | "type_ended" | "never_existed" | "gap";
                reason: string;
                /**
                 * @description What it is based on; not kept in the record, and so absent once a run was continued.
                 * @enum {string}
                 */
                by?: "matrix" | "listing";
                /** @description The symbol that was likely meant. */
                likely?: string;
            }[];
        };
        PlanLine: {
            /** @constant */
            kind: "progress";
            listing_requests: number;
            files: number;
            gaps: number;
        } | {
            /** @enum {string} */
            market: "spot" | "futures_um" | "futures_cm" | "options";
            /** @enum {string} */
            data_type: "klines" | "markPriceKlines" | "indexPriceKlines" | "premiumIndexKlines" | "trades" | "aggTrades" | "fundingRate" | "metrics" | "bookDepth" | "bookTicker" | "liquidationSnapshot" | "BVOLIndex" | "EOHSummary";
            symbol: string;
            /**
             * @description Null for types without intervals, and when it speaks of all of them.
             * @enum {string|null}
             */
            interval: "1s" | "1m" | "3m" | "5m" | "15m" | "30m" | "1h" | "2h" | "4h" | "6h" | "8h" | "12h" | "1d" | "3d" | "1w" | "1mo" | null;
            /** @description First day of the span, UTC. */
            first: string;
            /** @description Last day of the span, UTC. */
            last: string;
            /** @enum {string} */
            verdict: "not_yet_published" | "before_first" | "after_last" | "type_ended" | "never_existed" | "gap";
            reason: string;
            /**
             * @description What it is based on; not kept in the record, and so absent once a run was continued.
             * @enum {string}
             */
            by?: "matrix" | "listing";
            /** @description The symbol that was likely meant. */
            likely?: string;
            /** @constant */
            kind: "gap";
        } | {
            /** @constant */
            kind: "summary";
            /** @description Starts exactly this plan: POST /v1/runs. */
            plan_id: string;
            /**
             * Format: date-time
             * @description Until when it is kept at most.
             */
            expires_at: string;
            summary: components["schemas"]["PlanSummary"];
            forecast: components["schemas"]["PlanForecast"];
        } | {
            /** @constant */
            kind: "error";
            status: number;
            /** @enum {string} */
            code: "config_invalid" | "config_unreadable" | "matrix_invalid" | "key_invalid" | "cursor_invalid" | "run_not_found" | "run_complete" | "run_ended" | "plan_changed" | "source_not_allowed" | "storage_not_allowed" | "not_found" | "access_denied" | "bucket_not_found" | "request_refused" | "throttled" | "server_error" | "connection_failed" | "truncated" | "stalled" | "too_slow" | "timed_out" | "changed_upstream" | "listing_invalid" | "proxy_refused" | "proxy_unreachable" | "tls_untrusted" | "name_not_resolved" | "address_refused" | "too_large" | "size_mismatch" | "not_a_zip" | "zip_refused" | "checksum_mismatch" | "sidecar_invalid" | "checksum_disputed" | "disk_full" | "disk_failed" | "file_failed" | "target_blocked" | "engine_unavailable" | "engine_crashed" | "table_writer_missing" | "table_failed" | "no_result" | "catalog_newer" | "catalog_failed" | "catalog_malformed" | "store_newer" | "store_failed" | "store_malformed" | "batch_lost" | "output_in_use" | "cancelled" | "illegal_move" | "internal" | "directory_not_allowed" | "encoding_unsupported" | "fleet_not_allowed" | "headers_too_large" | "host_unknown" | "idempotency_conflict" | "media_type_unsupported" | "method_not_allowed" | "not_ready" | "origin_refused" | "output_not_found" | "plan_unknown" | "query_invalid" | "queue_full" | "request_invalid" | "request_slow" | "run_waiting" | "scope_missing" | "target_invalid" | "task_not_found" | "token_missing" | "too_busy" | "too_deep" | "too_many_requests";
            title: string;
            detail: string;
            hint?: string;
        };
        Batch: {
            /** @description Its place in the plan, 1 for the first. */
            batch: number;
            /** @description Files that have not ended. */
            left: number;
            /** @description The worker that claimed it last; null before its first claim. */
            worker: string | null;
            /** @description Whether that one works on it. */
            is_held: boolean;
            /** @description How often it was claimed. */
            claims: number;
            /** @description How many holders in a row have lost it since a file of it ended. */
            losses: number;
            /** @description Why it was given back last; null where nothing went wrong, or a file of it ended since. */
            failure: {
                /** @enum {string} */
                code: "config_invalid" | "config_unreadable" | "matrix_invalid" | "key_invalid" | "cursor_invalid" | "run_not_found" | "run_complete" | "run_ended" | "plan_changed" | "source_not_allowed" | "storage_not_allowed" | "not_found" | "access_denied" | "bucket_not_found" | "request_refused" | "throttled" | "server_error" | "connection_failed" | "truncated" | "stalled" | "too_slow" | "timed_out" | "changed_upstream" | "listing_invalid" | "proxy_refused" | "proxy_unreachable" | "tls_untrusted" | "name_not_resolved" | "address_refused" | "too_large" | "size_mismatch" | "not_a_zip" | "zip_refused" | "checksum_mismatch" | "sidecar_invalid" | "checksum_disputed" | "disk_full" | "disk_failed" | "file_failed" | "target_blocked" | "engine_unavailable" | "engine_crashed" | "table_writer_missing" | "table_failed" | "no_result" | "catalog_newer" | "catalog_failed" | "catalog_malformed" | "store_newer" | "store_failed" | "store_malformed" | "batch_lost" | "output_in_use" | "cancelled" | "illegal_move" | "internal" | "directory_not_allowed" | "encoding_unsupported" | "fleet_not_allowed" | "headers_too_large" | "host_unknown" | "idempotency_conflict" | "media_type_unsupported" | "method_not_allowed" | "not_ready" | "origin_refused" | "output_not_found" | "plan_unknown" | "query_invalid" | "queue_full" | "request_invalid" | "request_slow" | "run_waiting" | "scope_missing" | "target_invalid" | "task_not_found" | "token_missing" | "too_busy" | "too_deep" | "too_many_requests";
                message: string;
                hint: string | null;
            } | null;
        };
        RunProgress: {
            /** @description Files of the plan; 0 until it is made. */
            files_total: number;
            files_left: number;
            /** @description Bytes of the files that the run has fetched, since it was started first. */
            bytes_moved: number;
            /** @description Null where nothing is known of the size of what is left. */
            bytes_left: number | null;
            /** @description By typical sizes of such files, corrected by the files that came; else by the listing. */
            bytes_left_is_estimate: boolean;
            /** @description Bytes a second over the last minute; null while less than a second was measured. */
            rate_bytes: number | null;
            /** @description Files a second, likewise. */
            rate_files: number | null;
            /** @description Seconds that are left at that rate, as likely less as more; null where nothing moves. */
            eta_p50_seconds: number | null;
            /** @description Seconds that nine of ten such runs need at most. */
            eta_p90_seconds: number | null;
            /** @description Files that an engine moves right now; null of a run of another process. */
            transferring: number | null;
        };
        RunTables: {
            /** @description Series and months by the state of their task; those that have not begun are in none. */
            months: {
                [key: string]: number;
            };
            /** @description Series and months that have not ended; null while files are collected, after the end, and of a run of another process. */
            months_left: number | null;
            /** @description Files of tables that were built. This and the next four: null where that is not known yet. */
            partitions: number | null;
            /** @description Those that were as their sources are. */
            up_to_date: number | null;
            /** @description Rows of those that were built; a month that is built again counts twice until the end. */
            rows: number | null;
            bytes: number | null;
            /** @description What was found in these rows, errors first. */
            findings: {
                rule: string;
                /** @enum {string} */
                severity: "error" | "gap" | "note";
                /** @description Findings: at most one a day, source and rule, or one a gap. */
                findings: number;
                /** @description Rows, missing rows or values, as the rule says. */
                count: number;
            }[] | null;
        };
        Run: {
            run_id: string;
            /** @enum {string} */
            state: "Scheduled" | "AwaitingRetry" | "Pending" | "Running" | "Retrying" | "Paused" | "Cancelling" | "Completed" | "Cached" | "Absent" | "Unverified" | "Disputed" | "CompletedWithGaps" | "Failed" | "Corrupt" | "Gone" | "Crashed" | "Cancelled";
            output_directory: string;
            /** @description When its plan was stored in whole. */
            planned_at: string | null;
            started_at: string | null;
            ended_at: string | null;
            /** @description Last sign of life of the process that works or worked on it. */
            heartbeat_at: string | null;
            resumes: number;
            /** @description Files of the plan by state, without those that were settled before. */
            files: {
                [key: string]: {
                    tasks: number;
                    bytes: number;
                };
            };
            /** @description Further files of the plan: held since an earlier run, neither fetched nor checked by this one; null until the plan is made, and of a run of another process until it has ended. */
            settled_files: number | null;
            /** @description What it collects; null until it has begun. */
            request: {
                markets: ("spot" | "futures_um" | "futures_cm" | "options")[];
                /** @description For all markets, or a list for each. */
                symbols: string[] | {
                    [key: string]: string[];
                };
                data_types: ("klines" | "markPriceKlines" | "indexPriceKlines" | "premiumIndexKlines" | "trades" | "aggTrades" | "fundingRate" | "metrics" | "bookDepth" | "bookTicker" | "liquidationSnapshot" | "BVOLIndex" | "EOHSummary")[];
                /** @description Null when the request leaves them to the matrix. */
                intervals: ("1s" | "1m" | "3m" | "5m" | "15m" | "30m" | "1h" | "2h" | "4h" | "6h" | "8h" | "12h" | "1d" | "3d" | "1w" | "1mo")[] | null;
                /** @description First day, UTC. */
                from: string;
                /** @description Last day, UTC, included; or latest. */
                to: string;
                source: {
                    endpoint: string;
                    bucket: string;
                };
            } | null;
            /** @description What can be requested of it now, with a token that may; anything else is 409. */
            can: ("cancel" | "pause" | "unpause" | "resume" | "retry")[];
            /** @description Null while it waits, and once it has ended. */
            progress: components["schemas"]["RunProgress"] | null;
            /** @description What it builds of tables; null of a run that builds none. */
            tables: components["schemas"]["RunTables"] | null;
            /** @description Its place in the queue, 1 for the next; null when it does not wait. */
            queue_place: number | null;
            /** @description What it waits for, in words. */
            waits_for: string | null;
            /** @description How it ended: what the same command without a service would end with. */
            end: {
                exit_code: number;
                error: {
                    /** @enum {string} */
                    code: "config_invalid" | "config_unreadable" | "matrix_invalid" | "key_invalid" | "cursor_invalid" | "run_not_found" | "run_complete" | "run_ended" | "plan_changed" | "source_not_allowed" | "storage_not_allowed" | "not_found" | "access_denied" | "bucket_not_found" | "request_refused" | "throttled" | "server_error" | "connection_failed" | "truncated" | "stalled" | "too_slow" | "timed_out" | "changed_upstream" | "listing_invalid" | "proxy_refused" | "proxy_unreachable" | "tls_untrusted" | "name_not_resolved" | "address_refused" | "too_large" | "size_mismatch" | "not_a_zip" | "zip_refused" | "checksum_mismatch" | "sidecar_invalid" | "checksum_disputed" | "disk_full" | "disk_failed" | "file_failed" | "target_blocked" | "engine_unavailable" | "engine_crashed" | "table_writer_missing" | "table_failed" | "no_result" | "catalog_newer" | "catalog_failed" | "catalog_malformed" | "store_newer" | "store_failed" | "store_malformed" | "batch_lost" | "output_in_use" | "cancelled" | "illegal_move" | "internal" | "directory_not_allowed" | "encoding_unsupported" | "fleet_not_allowed" | "headers_too_large" | "host_unknown" | "idempotency_conflict" | "media_type_unsupported" | "method_not_allowed" | "not_ready" | "origin_refused" | "output_not_found" | "plan_unknown" | "query_invalid" | "queue_full" | "request_invalid" | "request_slow" | "run_waiting" | "scope_missing" | "target_invalid" | "task_not_found" | "token_missing" | "too_busy" | "too_deep" | "too_many_requests";
                    message: string;
                    hint: string | null;
                } | null;
            } | null;
            /** @description The process that works or worked on it, where that is known. */
            owner: {
                host: string;
                pid: number;
            } | null;
            /** @description Name of the token that started it; null without. */
            started_by: string | null;
            /** @description The run that started this one. */
            parent: string | null;
            tags: string[];
            /** @description The trace that it is in; null when nothing was traced. */
            trace_id: string | null;
        };
        ActiveFile: {
            id: string;
            /** @description Null of a run of another process. */
            engine: string | null;
            /** Format: date-time */
            started_at: string;
            /** @description Its size by the listing, else the typical size of such files; null where neither is known. */
            bytes: number | null;
        };
        FailedFile: {
            id: string;
            /** @enum {string|null} */
            error_code: "config_invalid" | "config_unreadable" | "matrix_invalid" | "key_invalid" | "cursor_invalid" | "run_not_found" | "run_complete" | "run_ended" | "plan_changed" | "source_not_allowed" | "storage_not_allowed" | "not_found" | "access_denied" | "bucket_not_found" | "request_refused" | "throttled" | "server_error" | "connection_failed" | "truncated" | "stalled" | "too_slow" | "timed_out" | "changed_upstream" | "listing_invalid" | "proxy_refused" | "proxy_unreachable" | "tls_untrusted" | "name_not_resolved" | "address_refused" | "too_large" | "size_mismatch" | "not_a_zip" | "zip_refused" | "checksum_mismatch" | "sidecar_invalid" | "checksum_disputed" | "disk_full" | "disk_failed" | "file_failed" | "target_blocked" | "engine_unavailable" | "engine_crashed" | "table_writer_missing" | "table_failed" | "no_result" | "catalog_newer" | "catalog_failed" | "catalog_malformed" | "store_newer" | "store_failed" | "store_malformed" | "batch_lost" | "output_in_use" | "cancelled" | "illegal_move" | "internal" | null;
            error_message: string | null;
            /** Format: date-time */
            at: string;
        };
        /** @description Any event of a run: the lines `id`, `event` and `data`. */
        RunEvent: {
            /** @description Its number, higher than that of any before; the snapshots of a run of another process have none. */
            id?: number;
            /** @constant */
            event: "snapshot";
            data: components["schemas"]["Run"];
        } | {
            /** @description Its number, higher than that of any before; the snapshots of a run of another process have none. */
            id?: number;
            /** @constant */
            event: "waiting";
            /** @description Another run owns the output directory: this one waits until it has ended. */
            readonly data: {
                /** @constant */
                kind: "waiting";
                readonly error: {
                    /** @enum {string} */
                    code: "config_invalid" | "config_unreadable" | "matrix_invalid" | "key_invalid" | "cursor_invalid" | "run_not_found" | "run_complete" | "run_ended" | "plan_changed" | "source_not_allowed" | "storage_not_allowed" | "not_found" | "access_denied" | "bucket_not_found" | "request_refused" | "throttled" | "server_error" | "connection_failed" | "truncated" | "stalled" | "too_slow" | "timed_out" | "changed_upstream" | "listing_invalid" | "proxy_refused" | "proxy_unreachable" | "tls_untrusted" | "name_not_resolved" | "address_refused" | "too_large" | "size_mismatch" | "not_a_zip" | "zip_refused" | "checksum_mismatch" | "sidecar_invalid" | "checksum_disputed" | "disk_full" | "disk_failed" | "file_failed" | "target_blocked" | "engine_unavailable" | "engine_crashed" | "table_writer_missing" | "table_failed" | "no_result" | "catalog_newer" | "catalog_failed" | "catalog_malformed" | "store_newer" | "store_failed" | "store_malformed" | "batch_lost" | "output_in_use" | "cancelled" | "illegal_move" | "internal";
                    message: string;
                    /** @description What to do next. */
                    hint?: string;
                    /** @description Whether trying again can help: never, later, or not before that many milliseconds. */
                    retry: ("never" | "later") | {
                        afterMs: number;
                    };
                    readonly facts?: {
                        [key: string]: unknown;
                    };
                    readonly problems?: {
                        path: string;
                        message: string;
                        suggestion?: string;
                    }[];
                };
            };
        } | {
            /** @description Its number, higher than that of any before; the snapshots of a run of another process have none. */
            id?: number;
            /** @constant */
            event: "started";
            readonly data: {
                /** @constant */
                kind: "started";
                run_id: string;
                /** @description Absolute path. */
                output_directory: string;
                /** @description Absolute path or address that files go below. */
                storage: string;
                /** @description Absolute path of the record. */
                catalog: string;
                readonly source: {
                    endpoint: string;
                    bucket: string;
                    /** @description Address that the keys of the archive follow, with bucket and prefix. */
                    address: string;
                };
                /**
                 * @description The engine that gets every file first; with auto that depends on its size.
                 * @enum {string}
                 */
                engine: "auto" | "s5cmd" | "s3";
                /** @description The s5cmd that is at hand; null when there is none, or none is wanted. */
                s5cmd: {
                    path: string;
                    version: string;
                } | null;
                /** @description Why no s5cmd is at hand; null when one is. */
                why_not_s5cmd: string | null;
                /** @description Transfers at once. */
                parallel_downloads: number;
                /** @description Files in an s5cmd batch; null when it is fed line by line. */
                batch_size: number | null;
            };
        } | {
            /** @description Its number, higher than that of any before; the snapshots of a run of another process have none. */
            id?: number;
            /** @constant */
            event: "verdict";
            /** @description A span of days that the request cannot have, and why. */
            readonly data: {
                /** @constant */
                kind: "verdict";
                /** @enum {string} */
                market: "spot" | "futures_um" | "futures_cm" | "options";
                /** @enum {string} */
                data_type: "klines" | "markPriceKlines" | "indexPriceKlines" | "premiumIndexKlines" | "trades" | "aggTrades" | "fundingRate" | "metrics" | "bookDepth" | "bookTicker" | "liquidationSnapshot" | "BVOLIndex" | "EOHSummary";
                symbol: string;
                /**
                 * @description Null for types without intervals, and when it speaks of all of them.
                 * @enum {string|null}
                 */
                interval: "1s" | "1m" | "3m" | "5m" | "15m" | "30m" | "1h" | "2h" | "4h" | "6h" | "8h" | "12h" | "1d" | "3d" | "1w" | "1mo" | null;
                /** @description First day of the span, UTC. */
                first: string;
                /** @description Last day of the span, UTC. */
                last: string;
                /** @enum {string} */
                verdict: "not_yet_published" | "before_first" | "after_last" | "type_ended" | "never_existed" | "gap";
                reason: string;
                /**
                 * @description What it is based on; not kept in the record, and so absent once a run was continued.
                 * @enum {string}
                 */
                by?: "matrix" | "listing";
                /** @description The symbol that was likely meant. */
                likely?: string;
            };
        } | {
            /** @description Its number, higher than that of any before; the snapshots of a run of another process have none. */
            id?: number;
            /** @constant */
            event: "warning";
            /** @description Something about the plan that does not end it. */
            readonly data: {
                /** @constant */
                kind: "warning";
                /**
                 * @description source_not_listed: the source refuses to be listed, and the whole plan goes by the matrix. prefix_not_listed: that goes for the series below one prefix. month_short: a monthly file is too small to hold its days, which are planned.
                 * @enum {string}
                 */
                code: "source_not_listed" | "prefix_not_listed" | "month_short";
                /** @description The prefix that cannot be listed; null where it is all of them, and for a month. */
                prefix: string | null;
                message: string;
            };
        } | {
            /** @description Its number, higher than that of any before; the snapshots of a run of another process have none. */
            id?: number;
            /** @constant */
            event: "unknown";
            /** @description Something was requested that the archive does not have at all. */
            readonly data: {
                /** @constant */
                kind: "unknown";
                /** @enum {string} */
                market: "spot" | "futures_um" | "futures_cm" | "options";
                /** @description Null where the market has no such type or interval at all. */
                symbol: string | null;
                /** @description The requested types of which nothing exists. */
                readonly data_types: ("klines" | "markPriceKlines" | "indexPriceKlines" | "premiumIndexKlines" | "trades" | "aggTrades" | "fundingRate" | "metrics" | "bookDepth" | "bookTicker" | "liquidationSnapshot" | "BVOLIndex" | "EOHSummary")[];
                reason: string;
                /** @description The nearest listed name; null where none is near, or names could not be checked. */
                likely: string | null;
                /** @description All of it as one sentence. */
                message: string;
            };
        } | {
            /** @description Its number, higher than that of any before; the snapshots of a run of another process have none. */
            id?: number;
            /** @constant */
            event: "planned";
            /** @description The plan is made and stored: nothing has been fetched yet. */
            readonly data: {
                /** @constant */
                kind: "planned";
                files: number;
                /** @description Files that were settled before the run was continued; no events report them. */
                settled: number;
                /** @description Files of days that are settled in the record; without events. */
                settled_files: number;
                /** @description Days that are settled in the record; 0 for a continued run. */
                settled_days: number;
                /** @description Bytes of the files that are still to be fetched: by the listing, else the typical sizes of such files. Null where a continued run was planned without a listing. */
                bytes_left: number | null;
                /** @description Whether some of them may be typical sizes: not all of the plan was made by a listing. */
                bytes_left_is_estimate: boolean;
                verdicts: number;
            };
        } | {
            /** @description Its number, higher than that of any before; the snapshots of a run of another process have none. */
            id?: number;
            /** @constant */
            event: "follow_up";
            /** @description A month is absent, contradicts its checksum, or is to be compared with its days: these are planned in the same run. */
            readonly data: {
                /** @constant */
                kind: "follow_up";
                /** @description The monthly file. */
                key: string;
                /** @description Daily files that the plan of the run has more. */
                files: number;
                /** @description Bytes of these that are still to be fetched, by the typical sizes of such files. */
                bytes_left: number;
                message: string;
            };
        } | {
            /** @description Its number, higher than that of any before; the snapshots of a run of another process have none. */
            id?: number;
            /** @constant */
            event: "change";
            /** @description The archive has changed since the last run: an object was replaced, came late, or has vanished. */
            readonly data: {
                /** @constant */
                kind: "change";
                /** @enum {string} */
                change: "replaced" | "late" | "vanished";
                key: string;
                /** @description How the versions differ: held and archive, each with bytes, etag, lastModified. */
                readonly facts: {
                    [key: string]: unknown;
                };
            };
        } | {
            /** @description Its number, higher than that of any before; the snapshots of a run of another process have none. */
            id?: number;
            /** @constant */
            event: "file";
            /** @description A file has ended. */
            readonly data: {
                /** @constant */
                kind: "file";
                key: string;
                /**
                 * @description cached: was in place; unverified: whole, but without a sidecar; absent: the archive has no such file; disputed: it contradicts its checksum as in an earlier run, and was not fetched again.
                 * @enum {string}
                 */
                status: "downloaded" | "cached" | "unverified" | "absent" | "failed" | "disputed";
                /** @description Absolute path or address. */
                target: string;
                /** @description Size in place, in bytes. */
                bytes: number;
                /** @description Bytes that bytes_left of the plan counted it with. */
                planned_bytes: number;
                sha256: string | null;
                /**
                 * @description What the digest was compared with.
                 * @enum {string}
                 */
                proof: "sidecar" | "none";
                /** @description How deep it was proved: published: by its digest and the structure of the zip; deep: its content was inflated and compared, too; null: it is not in place. */
                depth: ("published" | "deep") | null;
                engine: string | null;
                /** @description Changes of engine, and the trouble that called for each. */
                readonly fall_backs: {
                    from: string;
                    to: string;
                    /** @enum {string} */
                    code: "config_invalid" | "config_unreadable" | "matrix_invalid" | "key_invalid" | "cursor_invalid" | "run_not_found" | "run_complete" | "run_ended" | "plan_changed" | "source_not_allowed" | "storage_not_allowed" | "not_found" | "access_denied" | "bucket_not_found" | "request_refused" | "throttled" | "server_error" | "connection_failed" | "truncated" | "stalled" | "too_slow" | "timed_out" | "changed_upstream" | "listing_invalid" | "proxy_refused" | "proxy_unreachable" | "tls_untrusted" | "name_not_resolved" | "address_refused" | "too_large" | "size_mismatch" | "not_a_zip" | "zip_refused" | "checksum_mismatch" | "sidecar_invalid" | "checksum_disputed" | "disk_full" | "disk_failed" | "file_failed" | "target_blocked" | "engine_unavailable" | "engine_crashed" | "table_writer_missing" | "table_failed" | "no_result" | "catalog_newer" | "catalog_failed" | "catalog_malformed" | "store_newer" | "store_failed" | "store_malformed" | "batch_lost" | "output_in_use" | "cancelled" | "illegal_move" | "internal";
                }[];
                attempts: number;
                error: {
                    /** @enum {string} */
                    code: "config_invalid" | "config_unreadable" | "matrix_invalid" | "key_invalid" | "cursor_invalid" | "run_not_found" | "run_complete" | "run_ended" | "plan_changed" | "source_not_allowed" | "storage_not_allowed" | "not_found" | "access_denied" | "bucket_not_found" | "request_refused" | "throttled" | "server_error" | "connection_failed" | "truncated" | "stalled" | "too_slow" | "timed_out" | "changed_upstream" | "listing_invalid" | "proxy_refused" | "proxy_unreachable" | "tls_untrusted" | "name_not_resolved" | "address_refused" | "too_large" | "size_mismatch" | "not_a_zip" | "zip_refused" | "checksum_mismatch" | "sidecar_invalid" | "checksum_disputed" | "disk_full" | "disk_failed" | "file_failed" | "target_blocked" | "engine_unavailable" | "engine_crashed" | "table_writer_missing" | "table_failed" | "no_result" | "catalog_newer" | "catalog_failed" | "catalog_malformed" | "store_newer" | "store_failed" | "store_malformed" | "batch_lost" | "output_in_use" | "cancelled" | "illegal_move" | "internal";
                    message: string;
                    /** @description What to do next. */
                    hint?: string;
                    /** @description Whether trying again can help: never, later, or not before that many milliseconds. */
                    retry: ("never" | "later") | {
                        afterMs: number;
                    };
                    readonly facts?: {
                        [key: string]: unknown;
                    };
                    readonly problems?: {
                        path: string;
                        message: string;
                        suggestion?: string;
                    }[];
                } | null;
            };
        } | {
            /** @description Its number, higher than that of any before; the snapshots of a run of another process have none. */
            id?: number;
            /** @constant */
            event: "retry";
            /** @description A file will be tried again. */
            readonly data: {
                /** @constant */
                kind: "retry";
                key: string;
                /** @description Attempts so far. */
                attempts: number;
                /**
                 * Format: date-time
                 * @description UTC.
                 */
                retry_at: string;
                readonly error: {
                    /** @enum {string} */
                    code: "config_invalid" | "config_unreadable" | "matrix_invalid" | "key_invalid" | "cursor_invalid" | "run_not_found" | "run_complete" | "run_ended" | "plan_changed" | "source_not_allowed" | "storage_not_allowed" | "not_found" | "access_denied" | "bucket_not_found" | "request_refused" | "throttled" | "server_error" | "connection_failed" | "truncated" | "stalled" | "too_slow" | "timed_out" | "changed_upstream" | "listing_invalid" | "proxy_refused" | "proxy_unreachable" | "tls_untrusted" | "name_not_resolved" | "address_refused" | "too_large" | "size_mismatch" | "not_a_zip" | "zip_refused" | "checksum_mismatch" | "sidecar_invalid" | "checksum_disputed" | "disk_full" | "disk_failed" | "file_failed" | "target_blocked" | "engine_unavailable" | "engine_crashed" | "table_writer_missing" | "table_failed" | "no_result" | "catalog_newer" | "catalog_failed" | "catalog_malformed" | "store_newer" | "store_failed" | "store_malformed" | "batch_lost" | "output_in_use" | "cancelled" | "illegal_move" | "internal";
                    message: string;
                    /** @description What to do next. */
                    hint?: string;
                    /** @description Whether trying again can help: never, later, or not before that many milliseconds. */
                    retry: ("never" | "later") | {
                        afterMs: number;
                    };
                    readonly facts?: {
                        [key: string]: unknown;
                    };
                    readonly problems?: {
                        path: string;
                        message: string;
                        suggestion?: string;
                    }[];
                };
            };
        } | {
            /** @description Its number, higher than that of any before; the snapshots of a run of another process have none. */
            id?: number;
            /** @constant */
            event: "fall_back";
            /** @description A file falls back to another engine, because the first one failed for reasons of its own. */
            readonly data: {
                /** @constant */
                kind: "fall_back";
                key: string;
                from: string;
                to: string;
                readonly error: {
                    /** @enum {string} */
                    code: "config_invalid" | "config_unreadable" | "matrix_invalid" | "key_invalid" | "cursor_invalid" | "run_not_found" | "run_complete" | "run_ended" | "plan_changed" | "source_not_allowed" | "storage_not_allowed" | "not_found" | "access_denied" | "bucket_not_found" | "request_refused" | "throttled" | "server_error" | "connection_failed" | "truncated" | "stalled" | "too_slow" | "timed_out" | "changed_upstream" | "listing_invalid" | "proxy_refused" | "proxy_unreachable" | "tls_untrusted" | "name_not_resolved" | "address_refused" | "too_large" | "size_mismatch" | "not_a_zip" | "zip_refused" | "checksum_mismatch" | "sidecar_invalid" | "checksum_disputed" | "disk_full" | "disk_failed" | "file_failed" | "target_blocked" | "engine_unavailable" | "engine_crashed" | "table_writer_missing" | "table_failed" | "no_result" | "catalog_newer" | "catalog_failed" | "catalog_malformed" | "store_newer" | "store_failed" | "store_malformed" | "batch_lost" | "output_in_use" | "cancelled" | "illegal_move" | "internal";
                    message: string;
                    /** @description What to do next. */
                    hint?: string;
                    /** @description Whether trying again can help: never, later, or not before that many milliseconds. */
                    retry: ("never" | "later") | {
                        afterMs: number;
                    };
                    readonly facts?: {
                        [key: string]: unknown;
                    };
                    readonly problems?: {
                        path: string;
                        message: string;
                        suggestion?: string;
                    }[];
                };
            };
        } | {
            /** @description Its number, higher than that of any before; the snapshots of a run of another process have none. */
            id?: number;
            /** @constant */
            event: "paused";
            /** @description The source does not respond: files wait, and one at a time tries whether it answers again. */
            readonly data: {
                /** @constant */
                kind: "paused";
                engine: string;
                /**
                 * Format: date-time
                 * @description When one file tries the source again, UTC; the intervals grow.
                 */
                tries_again_at: string;
                /** @description When files that wait for the source fail, UTC. */
                waits_until: string;
                readonly error: {
                    /** @enum {string} */
                    code: "config_invalid" | "config_unreadable" | "matrix_invalid" | "key_invalid" | "cursor_invalid" | "run_not_found" | "run_complete" | "run_ended" | "plan_changed" | "source_not_allowed" | "storage_not_allowed" | "not_found" | "access_denied" | "bucket_not_found" | "request_refused" | "throttled" | "server_error" | "connection_failed" | "truncated" | "stalled" | "too_slow" | "timed_out" | "changed_upstream" | "listing_invalid" | "proxy_refused" | "proxy_unreachable" | "tls_untrusted" | "name_not_resolved" | "address_refused" | "too_large" | "size_mismatch" | "not_a_zip" | "zip_refused" | "checksum_mismatch" | "sidecar_invalid" | "checksum_disputed" | "disk_full" | "disk_failed" | "file_failed" | "target_blocked" | "engine_unavailable" | "engine_crashed" | "table_writer_missing" | "table_failed" | "no_result" | "catalog_newer" | "catalog_failed" | "catalog_malformed" | "store_newer" | "store_failed" | "store_malformed" | "batch_lost" | "output_in_use" | "cancelled" | "illegal_move" | "internal";
                    message: string;
                    /** @description What to do next. */
                    hint?: string;
                    /** @description Whether trying again can help: never, later, or not before that many milliseconds. */
                    retry: ("never" | "later") | {
                        afterMs: number;
                    };
                    readonly facts?: {
                        [key: string]: unknown;
                    };
                    readonly problems?: {
                        path: string;
                        message: string;
                        suggestion?: string;
                    }[];
                };
            };
        } | {
            /** @description Its number, higher than that of any before; the snapshots of a run of another process have none. */
            id?: number;
            /** @constant */
            event: "batch";
            /** @description A batch of transfers has ended. */
            readonly data: {
                /** @constant */
                kind: "batch";
                transfers: number;
                succeeded: number;
                failed: number;
            };
        } | {
            /** @description Its number, higher than that of any before; the snapshots of a run of another process have none. */
            id?: number;
            /** @constant */
            event: "still_waiting";
            /** @description The run is being stopped, and waits for that: for some seconds at most. */
            readonly data: {
                /** @constant */
                kind: "still_waiting";
                /** @enum {string} */
                for: "files" | "disk" | "source" | "transfers" | "end";
                /** @description Files that wait; 0 where it is not about files. */
                files: number;
                message: string;
            };
        } | {
            /** @description Its number, higher than that of any before; the snapshots of a run of another process have none. */
            id?: number;
            /** @constant */
            event: "fleet";
            /** @description How far a run on a fleet is: every second, while workers do its files. Files have no events of their own. */
            readonly data: {
                /** @constant */
                kind: "fleet";
                /** @description Files of the plan by state, with the bytes that they have or are expected to have. */
                readonly files: {
                    [key: string]: {
                        tasks: number;
                        bytes: number;
                    };
                };
                /** @description Size of the files of the plan that are in place, in bytes. */
                bytes: number;
                /** @description Files that ended, a second, over the last ten seconds. */
                files_per_second: number;
                /** @description Bytes of files that came into place, a second, over the same time. */
                bytes_per_second: number;
                /** @description Batches with files that have not ended. */
                open_batches: number;
                /** @description Parts of the plan that are not stored, while workers plan them; files begin after that. */
                open_parts?: number;
                /** @description Workers that work on batches of the run, by name. */
                readonly workers: {
                    /** @description Name of the worker. */
                    worker: string;
                    /** @description Numbers of the batches that it works on. */
                    readonly batches: number[];
                }[];
            };
        } | {
            /** @description Its number, higher than that of any before; the snapshots of a run of another process have none. */
            id?: number;
            /** @constant */
            event: "no_worker";
            /** @description No worker takes a batch of a run on a fleet. The run waits for one. */
            readonly data: {
                /** @constant */
                kind: "no_worker";
                /** @description Batches that wait. */
                batches: number;
                /** @description For how long no worker has taken one. */
                seconds: number;
                message: string;
                /** @description What to do next. */
                hint: string;
            };
        } | {
            /** @description Its number, higher than that of any before; the snapshots of a run of another process have none. */
            id?: number;
            /** @constant */
            event: "tables_planned";
            /** @description What tables are to be built is known. */
            readonly data: {
                /** @constant */
                kind: "tables_planned";
                /** @description Series and months of which something is built. */
                months: number;
                /** @description Partitions that are built. */
                partitions: number;
                /** @description Partitions that are as their sources are; no file was opened for that. */
                up_to_date: number;
                /** @description Size of the files that are read. */
                source_bytes: number;
            };
        } | {
            /** @description Its number, higher than that of any before; the snapshots of a run of another process have none. */
            id?: number;
            /** @constant */
            event: "table";
            /** @description A partition of a table was built and is recorded, or its rows were checked. */
            readonly data: {
                /** @constant */
                kind: "table";
                /** @description Below the output directory. */
                path: string;
                /** @description Such as spot/klines/BTCUSDT/1h. */
                series: string;
                /** @description 2025-07 or 2025-07-01. */
                period: string;
                rows: number;
                /** @description Size of the file; null where rows were only checked. */
                bytes: number | null;
                /** @description Digest of the file; null where rows were only checked. */
                sha256: string | null;
                /** @description Rows that were left out because an equal row was kept. */
                duplicates: number;
                /** @description Values that are stored as doubles and differ from their text. */
                inexact_values: number;
                readonly sources: {
                    key: string;
                    rows: number;
                }[];
                readonly findings: {
                    rule: string;
                    /** @enum {string} */
                    severity: "error" | "gap" | "note";
                    /** @description Findings: at most one a day, source and rule, or one a gap. */
                    findings: number;
                    /** @description Rows, missing rows or values, as the rule says. */
                    count: number;
                }[];
            };
        } | {
            /** @description Its number, higher than that of any before; the snapshots of a run of another process have none. */
            id?: number;
            /** @constant */
            event: "table_month";
            /** @description A series and month have ended. */
            readonly data: {
                /** @constant */
                kind: "table_month";
                /** @description Such as spot/klines/BTCUSDT/1h. */
                series: string;
                /** @description Such as 2025-07. */
                month: string;
                /** @description Partitions that were built. */
                partitions: number;
                attempts: number;
                /** @description Why not all of them could be built. */
                error: {
                    /** @enum {string} */
                    code: "config_invalid" | "config_unreadable" | "matrix_invalid" | "key_invalid" | "cursor_invalid" | "run_not_found" | "run_complete" | "run_ended" | "plan_changed" | "source_not_allowed" | "storage_not_allowed" | "not_found" | "access_denied" | "bucket_not_found" | "request_refused" | "throttled" | "server_error" | "connection_failed" | "truncated" | "stalled" | "too_slow" | "timed_out" | "changed_upstream" | "listing_invalid" | "proxy_refused" | "proxy_unreachable" | "tls_untrusted" | "name_not_resolved" | "address_refused" | "too_large" | "size_mismatch" | "not_a_zip" | "zip_refused" | "checksum_mismatch" | "sidecar_invalid" | "checksum_disputed" | "disk_full" | "disk_failed" | "file_failed" | "target_blocked" | "engine_unavailable" | "engine_crashed" | "table_writer_missing" | "table_failed" | "no_result" | "catalog_newer" | "catalog_failed" | "catalog_malformed" | "store_newer" | "store_failed" | "store_malformed" | "batch_lost" | "output_in_use" | "cancelled" | "illegal_move" | "internal";
                    message: string;
                    /** @description What to do next. */
                    hint?: string;
                    /** @description Whether trying again can help: never, later, or not before that many milliseconds. */
                    retry: ("never" | "later") | {
                        afterMs: number;
                    };
                    readonly facts?: {
                        [key: string]: unknown;
                    };
                    readonly problems?: {
                        path: string;
                        message: string;
                        suggestion?: string;
                    }[];
                } | null;
            };
        } | {
            /** @description Its number, higher than that of any before; the snapshots of a run of another process have none. */
            id?: number;
            /** @constant */
            event: "ended";
            data: {
                /** @constant */
                kind: "ended";
                /** @enum {string} */
                state: "Scheduled" | "AwaitingRetry" | "Pending" | "Running" | "Retrying" | "Paused" | "Cancelling" | "Completed" | "Cached" | "Absent" | "Unverified" | "Disputed" | "CompletedWithGaps" | "Failed" | "Corrupt" | "Gone" | "Crashed" | "Cancelled";
                /** @description What the same command without a service would end with. */
                exit_code: number;
                error: {
                    /** @enum {string} */
                    code: "config_invalid" | "config_unreadable" | "matrix_invalid" | "key_invalid" | "cursor_invalid" | "run_not_found" | "run_complete" | "run_ended" | "plan_changed" | "source_not_allowed" | "storage_not_allowed" | "not_found" | "access_denied" | "bucket_not_found" | "request_refused" | "throttled" | "server_error" | "connection_failed" | "truncated" | "stalled" | "too_slow" | "timed_out" | "changed_upstream" | "listing_invalid" | "proxy_refused" | "proxy_unreachable" | "tls_untrusted" | "name_not_resolved" | "address_refused" | "too_large" | "size_mismatch" | "not_a_zip" | "zip_refused" | "checksum_mismatch" | "sidecar_invalid" | "checksum_disputed" | "disk_full" | "disk_failed" | "file_failed" | "target_blocked" | "engine_unavailable" | "engine_crashed" | "table_writer_missing" | "table_failed" | "no_result" | "catalog_newer" | "catalog_failed" | "catalog_malformed" | "store_newer" | "store_failed" | "store_malformed" | "batch_lost" | "output_in_use" | "cancelled" | "illegal_move" | "internal";
                    message: string;
                    /** @description What to do next. */
                    hint?: string;
                    /** @description Whether trying again can help: never, later, or not before that many milliseconds. */
                    retry: ("never" | "later") | {
                        afterMs: number;
                    };
                    readonly facts?: {
                        [key: string]: unknown;
                    };
                    readonly problems?: {
                        path: string;
                        message: string;
                        suggestion?: string;
                    }[];
                } | null;
            };
        };
        /** @description Where a run stands: the lines `id`, `event` and `data`. */
        RunProgressEvent: {
            /** @description Its number, higher than that of any before; the snapshots of a run of another process have none. */
            id?: number;
            /** @constant */
            event: "snapshot";
            /** @description Where the run stands; the events that follow are newer. */
            data: {
                run: components["schemas"]["Run"];
                active: components["schemas"]["ActiveFile"][];
            };
        } | {
            /** @description Its number, higher than that of any before; the snapshots of a run of another process have none. */
            id?: number;
            /** @constant */
            event: "progress";
            /** @description At most two a second. */
            data: {
                /** @constant */
                kind: "progress";
                /** @description Files of the plan by state. */
                files: {
                    [key: string]: {
                        tasks: number;
                        bytes: number;
                    };
                };
                progress: components["schemas"]["RunProgress"] | null;
                tables: components["schemas"]["RunTables"] | null;
                queue_place: number | null;
                waits_for: string | null;
                /** @description Files in transfer, those first that began first. */
                active: components["schemas"]["ActiveFile"][];
                /** @description Files that failed since the last of these events, the latest first. */
                new_failures: components["schemas"]["FailedFile"][];
                new_failures_total: number;
            };
        } | {
            /** @description Its number, higher than that of any before; the snapshots of a run of another process have none. */
            id?: number;
            /** @constant */
            event: "state";
            data: {
                /** @constant */
                kind: "state";
                /** @enum {string} */
                state: "Scheduled" | "AwaitingRetry" | "Pending" | "Running" | "Retrying" | "Paused" | "Cancelling" | "Completed" | "Cached" | "Absent" | "Unverified" | "Disputed" | "CompletedWithGaps" | "Failed" | "Corrupt" | "Gone" | "Crashed" | "Cancelled";
                /** Format: date-time */
                at: string;
            };
        } | {
            /** @description Its number, higher than that of any before; the snapshots of a run of another process have none. */
            id?: number;
            /** @constant */
            event: "ended";
            data: {
                /** @constant */
                kind: "ended";
                /** @enum {string} */
                state: "Scheduled" | "AwaitingRetry" | "Pending" | "Running" | "Retrying" | "Paused" | "Cancelling" | "Completed" | "Cached" | "Absent" | "Unverified" | "Disputed" | "CompletedWithGaps" | "Failed" | "Corrupt" | "Gone" | "Crashed" | "Cancelled";
                exit_code: number;
                error: {
                    /** @enum {string} */
                    code: "config_invalid" | "config_unreadable" | "matrix_invalid" | "key_invalid" | "cursor_invalid" | "run_not_found" | "run_complete" | "run_ended" | "plan_changed" | "source_not_allowed" | "storage_not_allowed" | "not_found" | "access_denied" | "bucket_not_found" | "request_refused" | "throttled" | "server_error" | "connection_failed" | "truncated" | "stalled" | "too_slow" | "timed_out" | "changed_upstream" | "listing_invalid" | "proxy_refused" | "proxy_unreachable" | "tls_untrusted" | "name_not_resolved" | "address_refused" | "too_large" | "size_mismatch" | "not_a_zip" | "zip_refused" | "checksum_mismatch" | "sidecar_invalid" | "checksum_disputed" | "disk_full" | "disk_failed" | "file_failed" | "target_blocked" | "engine_unavailable" | "engine_crashed" | "table_writer_missing" | "table_failed" | "no_result" | "catalog_newer" | "catalog_failed" | "catalog_malformed" | "store_newer" | "store_failed" | "store_malformed" | "batch_lost" | "output_in_use" | "cancelled" | "illegal_move" | "internal" | "directory_not_allowed" | "encoding_unsupported" | "fleet_not_allowed" | "headers_too_large" | "host_unknown" | "idempotency_conflict" | "media_type_unsupported" | "method_not_allowed" | "not_ready" | "origin_refused" | "output_not_found" | "plan_unknown" | "query_invalid" | "queue_full" | "request_invalid" | "request_slow" | "run_waiting" | "scope_missing" | "target_invalid" | "task_not_found" | "token_missing" | "too_busy" | "too_deep" | "too_many_requests";
                    message: string;
                    hint: string | null;
                } | null;
            };
        };
        /** @description What happens to all runs: the lines `id`, `event` and `data`. */
        RunsEvent: {
            /** @description Its number, higher than that of any before; the snapshots of a run of another process have none. */
            id?: number;
            /** @constant */
            event: "snapshot";
            /** @description Runs in progress and in the queue; the events that follow are newer. */
            data: {
                runs: components["schemas"]["Run"][];
            };
        } | {
            /** @description Its number, higher than that of any before; the snapshots of a run of another process have none. */
            id?: number;
            /** @constant */
            event: "run";
            /** @description A run is new, or has changed: at most one a second of each. */
            data: {
                /** @constant */
                kind: "run";
                run: components["schemas"]["Run"];
            };
        } | {
            /** @description Its number, higher than that of any before; the snapshots of a run of another process have none. */
            id?: number;
            /** @constant */
            event: "ended";
            data: {
                /** @constant */
                kind: "ended";
                run: components["schemas"]["Run"];
            };
        };
        RunDetails: {
            run_id: string;
            /** @enum {string} */
            state: "Scheduled" | "AwaitingRetry" | "Pending" | "Running" | "Retrying" | "Paused" | "Cancelling" | "Completed" | "Cached" | "Absent" | "Unverified" | "Disputed" | "CompletedWithGaps" | "Failed" | "Corrupt" | "Gone" | "Crashed" | "Cancelled";
            output_directory: string;
            /** @description When its plan was stored in whole. */
            planned_at: string | null;
            started_at: string | null;
            ended_at: string | null;
            /** @description Last sign of life of the process that works or worked on it. */
            heartbeat_at: string | null;
            resumes: number;
            /** @description Files of the plan by state, without those that were settled before. */
            files: {
                [key: string]: {
                    tasks: number;
                    bytes: number;
                };
            };
            /** @description Further files of the plan: held since an earlier run, neither fetched nor checked by this one; null until the plan is made, and of a run of another process until it has ended. */
            settled_files: number | null;
            /** @description What it collects; null until it has begun. */
            request: {
                markets: ("spot" | "futures_um" | "futures_cm" | "options")[];
                /** @description For all markets, or a list for each. */
                symbols: string[] | {
                    [key: string]: string[];
                };
                data_types: ("klines" | "markPriceKlines" | "indexPriceKlines" | "premiumIndexKlines" | "trades" | "aggTrades" | "fundingRate" | "metrics" | "bookDepth" | "bookTicker" | "liquidationSnapshot" | "BVOLIndex" | "EOHSummary")[];
                /** @description Null when the request leaves them to the matrix. */
                intervals: ("1s" | "1m" | "3m" | "5m" | "15m" | "30m" | "1h" | "2h" | "4h" | "6h" | "8h" | "12h" | "1d" | "3d" | "1w" | "1mo")[] | null;
                /** @description First day, UTC. */
                from: string;
                /** @description Last day, UTC, included; or latest. */
                to: string;
                source: {
                    endpoint: string;
                    bucket: string;
                };
            } | null;
            /** @description What can be requested of it now, with a token that may; anything else is 409. */
            can: ("cancel" | "pause" | "unpause" | "resume" | "retry")[];
            /** @description Null while it waits, and once it has ended. */
            progress: components["schemas"]["RunProgress"] | null;
            /** @description What it builds of tables; null of a run that builds none. */
            tables: components["schemas"]["RunTables"] | null;
            /** @description Its place in the queue, 1 for the next; null when it does not wait. */
            queue_place: number | null;
            /** @description What it waits for, in words. */
            waits_for: string | null;
            /** @description How it ended: what the same command without a service would end with. */
            end: {
                exit_code: number;
                error: {
                    /** @enum {string} */
                    code: "config_invalid" | "config_unreadable" | "matrix_invalid" | "key_invalid" | "cursor_invalid" | "run_not_found" | "run_complete" | "run_ended" | "plan_changed" | "source_not_allowed" | "storage_not_allowed" | "not_found" | "access_denied" | "bucket_not_found" | "request_refused" | "throttled" | "server_error" | "connection_failed" | "truncated" | "stalled" | "too_slow" | "timed_out" | "changed_upstream" | "listing_invalid" | "proxy_refused" | "proxy_unreachable" | "tls_untrusted" | "name_not_resolved" | "address_refused" | "too_large" | "size_mismatch" | "not_a_zip" | "zip_refused" | "checksum_mismatch" | "sidecar_invalid" | "checksum_disputed" | "disk_full" | "disk_failed" | "file_failed" | "target_blocked" | "engine_unavailable" | "engine_crashed" | "table_writer_missing" | "table_failed" | "no_result" | "catalog_newer" | "catalog_failed" | "catalog_malformed" | "store_newer" | "store_failed" | "store_malformed" | "batch_lost" | "output_in_use" | "cancelled" | "illegal_move" | "internal" | "directory_not_allowed" | "encoding_unsupported" | "fleet_not_allowed" | "headers_too_large" | "host_unknown" | "idempotency_conflict" | "media_type_unsupported" | "method_not_allowed" | "not_ready" | "origin_refused" | "output_not_found" | "plan_unknown" | "query_invalid" | "queue_full" | "request_invalid" | "request_slow" | "run_waiting" | "scope_missing" | "target_invalid" | "task_not_found" | "token_missing" | "too_busy" | "too_deep" | "too_many_requests";
                    message: string;
                    hint: string | null;
                } | null;
            } | null;
            /** @description The process that works or worked on it, where that is known. */
            owner: {
                host: string;
                pid: number;
            } | null;
            /** @description Name of the token that started it; null without. */
            started_by: string | null;
            /** @description The run that started this one. */
            parent: string | null;
            tags: string[];
            /** @description The trace that it is in; null when nothing was traced. */
            trace_id: string | null;
            history: {
                /** @enum {string} */
                state: "Scheduled" | "AwaitingRetry" | "Pending" | "Running" | "Retrying" | "Paused" | "Cancelling" | "Completed" | "Cached" | "Absent" | "Unverified" | "Disputed" | "CompletedWithGaps" | "Failed" | "Corrupt" | "Gone" | "Crashed" | "Cancelled";
                /** Format: date-time */
                at: string;
            }[];
            failures: {
                /** @enum {string} */
                code: "config_invalid" | "config_unreadable" | "matrix_invalid" | "key_invalid" | "cursor_invalid" | "run_not_found" | "run_complete" | "run_ended" | "plan_changed" | "source_not_allowed" | "storage_not_allowed" | "not_found" | "access_denied" | "bucket_not_found" | "request_refused" | "throttled" | "server_error" | "connection_failed" | "truncated" | "stalled" | "too_slow" | "timed_out" | "changed_upstream" | "listing_invalid" | "proxy_refused" | "proxy_unreachable" | "tls_untrusted" | "name_not_resolved" | "address_refused" | "too_large" | "size_mismatch" | "not_a_zip" | "zip_refused" | "checksum_mismatch" | "sidecar_invalid" | "checksum_disputed" | "disk_full" | "disk_failed" | "file_failed" | "target_blocked" | "engine_unavailable" | "engine_crashed" | "table_writer_missing" | "table_failed" | "no_result" | "catalog_newer" | "catalog_failed" | "catalog_malformed" | "store_newer" | "store_failed" | "store_malformed" | "batch_lost" | "output_in_use" | "cancelled" | "illegal_move" | "internal" | "directory_not_allowed" | "encoding_unsupported" | "fleet_not_allowed" | "headers_too_large" | "host_unknown" | "idempotency_conflict" | "media_type_unsupported" | "method_not_allowed" | "not_ready" | "origin_refused" | "output_not_found" | "plan_unknown" | "query_invalid" | "queue_full" | "request_invalid" | "request_slow" | "run_waiting" | "scope_missing" | "target_invalid" | "task_not_found" | "token_missing" | "too_busy" | "too_deep" | "too_many_requests";
                tasks: number;
                example_key: string;
                example_message: string;
            }[];
            /** @description Files that ended, by state, in at most 60 slices of the time of the run. */
            timeline: {
                /** Format: date-time */
                from: string;
                /** Format: date-time */
                to: string;
                ended: {
                    [key: string]: {
                        tasks: number;
                        bytes: number;
                    };
                };
            }[];
            /** @description The first 1,000. */
            changes: {
                kind: string;
                key: string;
                /** Format: date-time */
                at: string;
            }[];
            /** @description The workers that have batches of it at the moment, by name; null for a run whose files no fleet does. */
            workers?: string[] | null;
            result: unknown;
            /** @description The configuration that it was started with, with its defaults; only `with=config`. */
            config?: unknown;
            /** @description Each value of it, and where it came from: `request`, `default`, `profile NAME`, `file`, `override`, `environment NAME`; `recorded` where that is not known. Only `with=config`. */
            config_origins?: {
                path: string;
                value: unknown;
                origin: string;
            }[];
        };
        AcceptedRun: {
            run_id: string;
        };
        Task: {
            id: string;
            name: string;
            /** @enum {string} */
            state: "Scheduled" | "AwaitingRetry" | "Pending" | "Running" | "Retrying" | "Paused" | "Cancelling" | "Completed" | "Cached" | "Absent" | "Unverified" | "Disputed" | "CompletedWithGaps" | "Failed" | "Corrupt" | "Gone" | "Crashed" | "Cancelled";
            attempts: number;
            bytes: number | null;
            engine: string | null;
            started_at: string | null;
            /** Format: date-time */
            updated_at: string;
            duration_ms: number | null;
            retry_at: string | null;
            /** @enum {string|null} */
            error_code: "config_invalid" | "config_unreadable" | "matrix_invalid" | "key_invalid" | "cursor_invalid" | "run_not_found" | "run_complete" | "run_ended" | "plan_changed" | "source_not_allowed" | "storage_not_allowed" | "not_found" | "access_denied" | "bucket_not_found" | "request_refused" | "throttled" | "server_error" | "connection_failed" | "truncated" | "stalled" | "too_slow" | "timed_out" | "changed_upstream" | "listing_invalid" | "proxy_refused" | "proxy_unreachable" | "tls_untrusted" | "name_not_resolved" | "address_refused" | "too_large" | "size_mismatch" | "not_a_zip" | "zip_refused" | "checksum_mismatch" | "sidecar_invalid" | "checksum_disputed" | "disk_full" | "disk_failed" | "file_failed" | "target_blocked" | "engine_unavailable" | "engine_crashed" | "table_writer_missing" | "table_failed" | "no_result" | "catalog_newer" | "catalog_failed" | "catalog_malformed" | "store_newer" | "store_failed" | "store_malformed" | "batch_lost" | "output_in_use" | "cancelled" | "illegal_move" | "internal" | null;
            error_message: string | null;
            /** @description This and the next five: of a file; null for other tasks. */
            market: ("spot" | "futures_um" | "futures_cm" | "options") | null;
            data_type: ("klines" | "markPriceKlines" | "indexPriceKlines" | "premiumIndexKlines" | "trades" | "aggTrades" | "fundingRate" | "metrics" | "bookDepth" | "bookTicker" | "liquidationSnapshot" | "BVOLIndex" | "EOHSummary") | null;
            symbol: string | null;
            interval: ("1s" | "1m" | "3m" | "5m" | "15m" | "30m" | "1h" | "2h" | "4h" | "6h" | "8h" | "12h" | "1d" | "3d" | "1w" | "1mo") | null;
            partition: ("daily" | "monthly") | null;
            /** @description Its day or month, 2025-07-01 or 2025-07. */
            period: string | null;
        };
        TaskDetails: {
            task: {
                id: string;
                name: string;
                /** @enum {string} */
                state: "Scheduled" | "AwaitingRetry" | "Pending" | "Running" | "Retrying" | "Paused" | "Cancelling" | "Completed" | "Cached" | "Absent" | "Unverified" | "Disputed" | "CompletedWithGaps" | "Failed" | "Corrupt" | "Gone" | "Crashed" | "Cancelled";
                attempts: number;
                bytes: number | null;
                engine: string | null;
                started_at: string | null;
                /** Format: date-time */
                updated_at: string;
                duration_ms: number | null;
                retry_at: string | null;
                /** @enum {string|null} */
                error_code: "config_invalid" | "config_unreadable" | "matrix_invalid" | "key_invalid" | "cursor_invalid" | "run_not_found" | "run_complete" | "run_ended" | "plan_changed" | "source_not_allowed" | "storage_not_allowed" | "not_found" | "access_denied" | "bucket_not_found" | "request_refused" | "throttled" | "server_error" | "connection_failed" | "truncated" | "stalled" | "too_slow" | "timed_out" | "changed_upstream" | "listing_invalid" | "proxy_refused" | "proxy_unreachable" | "tls_untrusted" | "name_not_resolved" | "address_refused" | "too_large" | "size_mismatch" | "not_a_zip" | "zip_refused" | "checksum_mismatch" | "sidecar_invalid" | "checksum_disputed" | "disk_full" | "disk_failed" | "file_failed" | "target_blocked" | "engine_unavailable" | "engine_crashed" | "table_writer_missing" | "table_failed" | "no_result" | "catalog_newer" | "catalog_failed" | "catalog_malformed" | "store_newer" | "store_failed" | "store_malformed" | "batch_lost" | "output_in_use" | "cancelled" | "illegal_move" | "internal" | null;
                error_message: string | null;
                /** @description This and the next five: of a file; null for other tasks. */
                market: ("spot" | "futures_um" | "futures_cm" | "options") | null;
                data_type: ("klines" | "markPriceKlines" | "indexPriceKlines" | "premiumIndexKlines" | "trades" | "aggTrades" | "fundingRate" | "metrics" | "bookDepth" | "bookTicker" | "liquidationSnapshot" | "BVOLIndex" | "EOHSummary") | null;
                symbol: string | null;
                interval: ("1s" | "1m" | "3m" | "5m" | "15m" | "30m" | "1h" | "2h" | "4h" | "6h" | "8h" | "12h" | "1d" | "3d" | "1w" | "1mo") | null;
                partition: ("daily" | "monthly") | null;
                /** @description Its day or month, 2025-07-01 or 2025-07. */
                period: string | null;
            };
            history: {
                /** @enum {string} */
                state: "Scheduled" | "AwaitingRetry" | "Pending" | "Running" | "Retrying" | "Paused" | "Cancelling" | "Completed" | "Cached" | "Absent" | "Unverified" | "Disputed" | "CompletedWithGaps" | "Failed" | "Corrupt" | "Gone" | "Crashed" | "Cancelled";
                /** Format: date-time */
                at: string;
            }[];
            /** @description Those that have ended, the first one first. */
            attempts: {
                attempt: number;
                /** @enum {string} */
                state: "Scheduled" | "AwaitingRetry" | "Pending" | "Running" | "Retrying" | "Paused" | "Cancelling" | "Completed" | "Cached" | "Absent" | "Unverified" | "Disputed" | "CompletedWithGaps" | "Failed" | "Corrupt" | "Gone" | "Crashed" | "Cancelled";
                /** Format: date-time */
                started_at: string;
                /** Format: date-time */
                ended_at: string;
                /** @enum {string|null} */
                error_code: "config_invalid" | "config_unreadable" | "matrix_invalid" | "key_invalid" | "cursor_invalid" | "run_not_found" | "run_complete" | "run_ended" | "plan_changed" | "source_not_allowed" | "storage_not_allowed" | "not_found" | "access_denied" | "bucket_not_found" | "request_refused" | "throttled" | "server_error" | "connection_failed" | "truncated" | "stalled" | "too_slow" | "timed_out" | "changed_upstream" | "listing_invalid" | "proxy_refused" | "proxy_unreachable" | "tls_untrusted" | "name_not_resolved" | "address_refused" | "too_large" | "size_mismatch" | "not_a_zip" | "zip_refused" | "checksum_mismatch" | "sidecar_invalid" | "checksum_disputed" | "disk_full" | "disk_failed" | "file_failed" | "target_blocked" | "engine_unavailable" | "engine_crashed" | "table_writer_missing" | "table_failed" | "no_result" | "catalog_newer" | "catalog_failed" | "catalog_malformed" | "store_newer" | "store_failed" | "store_malformed" | "batch_lost" | "output_in_use" | "cancelled" | "illegal_move" | "internal" | null;
                error_message: string | null;
                /** @description What it brought; null unless it ended the task. */
                bytes: number | null;
                engine: string | null;
                /** @description Trace and span that its log names; null where it names none. */
                trace_id: string | null;
                span_id: string | null;
            }[];
            /** @description The attempt that is being made; null while none is. */
            running: {
                attempt: number;
                /** Format: date-time */
                since: string;
            } | null;
            /** @description What is held under its key; null when nothing is. */
            held: {
                size: number;
                etag: string | null;
                sha256: string | null;
                /** @enum {string} */
                proof: "sidecar" | "none" | "accepted";
                /** @enum {string} */
                depth: "published" | "deep";
                /** Format: date-time */
                proved_at: string;
                /** @description Below the output directory. */
                path: string;
            } | null;
            /** @description Former versions of its file, the newest first; at most 1,000. */
            versions: {
                size: number;
                etag: string | null;
                sha256: string | null;
                last_modified: string | null;
                /** Format: date-time */
                replaced_at: string;
                /** @description Where it was kept; null when it was not kept. */
                path: string | null;
            }[];
            /** @description What was last found to have changed of its file in the archive. */
            last_change: {
                /** @enum {string} */
                kind: "replaced" | "late" | "vanished";
                /** Format: date-time */
                at: string;
            } | null;
            /** @description What is known of its day, the first of a month; null for what is no file. */
            verdict: {
                /** @enum {string} */
                state: "unknown" | "proved" | "month" | "accepted" | "unverified" | "month_unverified" | "planned" | "not_yet_published" | "before_first" | "after_last" | "type_ended" | "never_existed" | "gap" | "absent" | "month_short" | "failed" | "disputed" | "corrupt" | "gone";
                /** @enum {string} */
                fault: "ours" | "archive" | "time" | "none";
                reason: string;
                /** @description An error code, or the verdict of a plan. */
                evidence: string | null;
                remedy: string;
            } | null;
        };
        Attempt: {
            attempt: number;
            /** @enum {string} */
            state: "Scheduled" | "AwaitingRetry" | "Pending" | "Running" | "Retrying" | "Paused" | "Cancelling" | "Completed" | "Cached" | "Absent" | "Unverified" | "Disputed" | "CompletedWithGaps" | "Failed" | "Corrupt" | "Gone" | "Crashed" | "Cancelled";
            /** Format: date-time */
            started_at: string;
            /** Format: date-time */
            ended_at: string;
            /** @enum {string|null} */
            error_code: "config_invalid" | "config_unreadable" | "matrix_invalid" | "key_invalid" | "cursor_invalid" | "run_not_found" | "run_complete" | "run_ended" | "plan_changed" | "source_not_allowed" | "storage_not_allowed" | "not_found" | "access_denied" | "bucket_not_found" | "request_refused" | "throttled" | "server_error" | "connection_failed" | "truncated" | "stalled" | "too_slow" | "timed_out" | "changed_upstream" | "listing_invalid" | "proxy_refused" | "proxy_unreachable" | "tls_untrusted" | "name_not_resolved" | "address_refused" | "too_large" | "size_mismatch" | "not_a_zip" | "zip_refused" | "checksum_mismatch" | "sidecar_invalid" | "checksum_disputed" | "disk_full" | "disk_failed" | "file_failed" | "target_blocked" | "engine_unavailable" | "engine_crashed" | "table_writer_missing" | "table_failed" | "no_result" | "catalog_newer" | "catalog_failed" | "catalog_malformed" | "store_newer" | "store_failed" | "store_malformed" | "batch_lost" | "output_in_use" | "cancelled" | "illegal_move" | "internal" | null;
            error_message: string | null;
        };
        FailureGroup: {
            /** @description The code, symbol, data type, or day or month; other for tasks that are no files. */
            value: string;
            tasks: number;
            /**
             * @description Its most frequent error code, which the next two and the hint are about.
             * @enum {string}
             */
            code: "config_invalid" | "config_unreadable" | "matrix_invalid" | "key_invalid" | "cursor_invalid" | "run_not_found" | "run_complete" | "run_ended" | "plan_changed" | "source_not_allowed" | "storage_not_allowed" | "not_found" | "access_denied" | "bucket_not_found" | "request_refused" | "throttled" | "server_error" | "connection_failed" | "truncated" | "stalled" | "too_slow" | "timed_out" | "changed_upstream" | "listing_invalid" | "proxy_refused" | "proxy_unreachable" | "tls_untrusted" | "name_not_resolved" | "address_refused" | "too_large" | "size_mismatch" | "not_a_zip" | "zip_refused" | "checksum_mismatch" | "sidecar_invalid" | "checksum_disputed" | "disk_full" | "disk_failed" | "file_failed" | "target_blocked" | "engine_unavailable" | "engine_crashed" | "table_writer_missing" | "table_failed" | "no_result" | "catalog_newer" | "catalog_failed" | "catalog_malformed" | "store_newer" | "store_failed" | "store_malformed" | "batch_lost" | "output_in_use" | "cancelled" | "illegal_move" | "internal" | "directory_not_allowed" | "encoding_unsupported" | "fleet_not_allowed" | "headers_too_large" | "host_unknown" | "idempotency_conflict" | "media_type_unsupported" | "method_not_allowed" | "not_ready" | "origin_refused" | "output_not_found" | "plan_unknown" | "query_invalid" | "queue_full" | "request_invalid" | "request_slow" | "run_waiting" | "scope_missing" | "target_invalid" | "task_not_found" | "token_missing" | "too_busy" | "too_deep" | "too_many_requests";
            /**
             * @description Who has to act; as in the verdict of each file.
             * @enum {string}
             */
            fault: "ours" | "archive";
            /** @description Whether another attempt can succeed, once what the hint names is done. */
            retry_helps: boolean;
            example_key: string;
            example_message: string;
            /** @description What to do about it. */
            hint: string;
        };
        LogLine: {
            sequence: number;
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            level: "debug" | "info" | "warn" | "error";
            task: string | null;
            attempt: number | null;
            message: string;
            /** @description Trace and span that it was said in; null when nothing was traced. */
            trace_id: string | null;
            span_id: string | null;
        };
        Timeline: {
            /** @description Begin of the first slice; null while nothing has ended. */
            from: string | null;
            /** @description End of the last slice. */
            to: string | null;
            slices: {
                /** Format: date-time */
                from: string;
                /** Format: date-time */
                to: string;
                /** @description Tasks that ended in the slice, by state. */
                ended: {
                    [key: string]: {
                        tasks: number;
                        bytes: number;
                    };
                };
                /** @description Of all of them. */
                bytes: number;
                /** @description Attempts that failed in it and were followed by a wait for another. */
                retries: number;
                /** @description Attempts in progress at its end. */
                active: number;
            }[];
        };
        TableMonth: {
            /** @description Id of the task. */
            id: string;
            series: string;
            /** @description 2025-07 */
            month: string;
            /** @enum {string} */
            state: "Scheduled" | "AwaitingRetry" | "Pending" | "Running" | "Retrying" | "Paused" | "Cancelling" | "Completed" | "Cached" | "Absent" | "Unverified" | "Disputed" | "CompletedWithGaps" | "Failed" | "Corrupt" | "Gone" | "Crashed" | "Cancelled";
            attempts: number;
            started_at: string | null;
            /** Format: date-time */
            updated_at: string;
            duration_ms: number | null;
            retry_at: string | null;
            /** @enum {string|null} */
            error_code: "config_invalid" | "config_unreadable" | "matrix_invalid" | "key_invalid" | "cursor_invalid" | "run_not_found" | "run_complete" | "run_ended" | "plan_changed" | "source_not_allowed" | "storage_not_allowed" | "not_found" | "access_denied" | "bucket_not_found" | "request_refused" | "throttled" | "server_error" | "connection_failed" | "truncated" | "stalled" | "too_slow" | "timed_out" | "changed_upstream" | "listing_invalid" | "proxy_refused" | "proxy_unreachable" | "tls_untrusted" | "name_not_resolved" | "address_refused" | "too_large" | "size_mismatch" | "not_a_zip" | "zip_refused" | "checksum_mismatch" | "sidecar_invalid" | "checksum_disputed" | "disk_full" | "disk_failed" | "file_failed" | "target_blocked" | "engine_unavailable" | "engine_crashed" | "table_writer_missing" | "table_failed" | "no_result" | "catalog_newer" | "catalog_failed" | "catalog_malformed" | "store_newer" | "store_failed" | "store_malformed" | "batch_lost" | "output_in_use" | "cancelled" | "illegal_move" | "internal" | null;
            error_message: string | null;
            /** @description What to do about the error. */
            hint: string | null;
            /** @description Files of tables that this run built, and no later run built again; the next three are about them. */
            partitions: number;
            rows: number;
            bytes: number;
            /** @description Errors first, then gaps, then notes. */
            findings: {
                rule: string;
                /** @enum {string} */
                severity: "error" | "gap" | "note";
                /** @description Findings: at most one a day, source and rule, or one a gap. */
                findings: number;
                /** @description Rows, missing rows or values, as the rule says. */
                count: number;
            }[];
        };
        HeldSeries: {
            series: string;
            /** @enum {string} */
            partition: "daily" | "monthly";
            objects: number;
            proved: number;
            /** @description Of the objects, those whose content was inflated and compared, too. */
            deep: number;
            bytes: number;
            first: string;
            last: string;
        };
        Cells: {
            /** @enum {string} */
            unit: "day" | "month";
            /** @description Names of the states, by code: unknown, proved, month, accepted, unverified, month_unverified, planned, not_yet_published, before_first, after_last, type_ended, never_existed, gap, absent, month_short, failed, disputed, corrupt, gone. */
            states: string[];
            series: {
                series: string;
                /** @description First day of which anything is known, UTC. */
                first: string;
                last: string;
                /** @description Days of which a file can be expected: held + missing + not_yet. */
                expected: number;
                held: number;
                /** @description ours + archive. */
                missing: number;
                /** @description Missing days that another attempt can bring. */
                ours: number;
                /** @description Missing days that only the archive can bring. */
                archive: number;
                /** @description Days that are planned, or not published yet. */
                not_yet: number;
                /** @description With unit=day: code, count, code, count and so on, for the days from first to last. */
                runs?: number[];
                /** @description With unit=month: days held and days expected, for each month from that of first to that of last. */
                months?: [
                    number,
                    number
                ][];
            }[];
            /**
             * Format: date-time
             * @description When any of it last changed; null when nothing is known.
             */
            as_of: string | null;
            /** @description Where the next page begins; null after the last. */
            next: string | null;
        };
        Hole: {
            series: string;
            first: string;
            last: string;
            days: number;
            /**
             * @description The state of its days.
             * @enum {string}
             */
            verdict: "unknown" | "proved" | "month" | "accepted" | "unverified" | "month_unverified" | "planned" | "not_yet_published" | "before_first" | "after_last" | "type_ended" | "never_existed" | "gap" | "absent" | "month_short" | "failed" | "disputed" | "corrupt" | "gone";
            /** @enum {string} */
            fault: "ours" | "archive" | "time" | "none";
            /** @description Why its first day is not held. */
            reason: string;
            /** @description An error code, or the verdict of a plan. */
            evidence: string | null;
            run_id: string | null;
            task_id: string | null;
            remedy: string;
        };
        WhyReport: {
            series: string;
            first: string;
            last: string;
            /** @description All days, as spans of days in the same state. */
            spans: {
                first: string;
                last: string;
                days: number;
                /** @enum {string} */
                state: "unknown" | "proved" | "month" | "accepted" | "unverified" | "month_unverified" | "planned" | "not_yet_published" | "before_first" | "after_last" | "type_ended" | "never_existed" | "gap" | "absent" | "month_short" | "failed" | "disputed" | "corrupt" | "gone";
                meaning: string;
            }[];
            /** @description The days whose rows have findings, each with its worst one, in their order. */
            finding_days: {
                /** @description UTC. */
                day: string;
                /** @enum {string} */
                severity: "error" | "gap" | "note";
                rule: string;
            }[];
            /** @description All that is known of one of them: the first that is missing, else the first that is not held, else the first whose rows are wrong or have gaps, else the first. */
            day: {
                day: string;
                /** @enum {string} */
                state: "unknown" | "proved" | "month" | "accepted" | "unverified" | "month_unverified" | "planned" | "not_yet_published" | "before_first" | "after_last" | "type_ended" | "never_existed" | "gap" | "absent" | "month_short" | "failed" | "disputed" | "corrupt" | "gone";
                /** @description What the state says of the day, as the end of "the day …". */
                meaning: string;
                /** @enum {string} */
                fault: "ours" | "archive" | "time" | "none";
                /** @description Whether a run requested it, or it was taken over from another tool. */
                requested: boolean;
                /**
                 * @description Whether the archive has it, as far as is known.
                 * @enum {string}
                 */
                exists: "yes" | "no" | "unknown";
                answer: {
                    reason: string;
                    /** @description An error code, or the verdict of a plan. */
                    evidence: string | null;
                    /** @description When it was found out. */
                    at: string | null;
                    run_id: string | null;
                    run_state: string | null;
                    /** @description What the run was for, such as a collection. */
                    flow: string | null;
                    /** @description What the plan of the run went by; null where that is not known. */
                    planned_by: ("matrix" | "listing") | null;
                    /** @description Why it went by the matrix although it should list the archive. */
                    plan_warning: string | null;
                    task_id: string | null;
                    task_state: string | null;
                    attempts: number;
                };
                /** @description The recorded files that hold it, the one that counts first. */
                files: {
                    key: string;
                    /** @description Below the output directory. */
                    path: string;
                    /** @enum {string|null} */
                    partition: "daily" | "monthly" | null;
                    bytes: number;
                    sha256: string | null;
                    /** @enum {string} */
                    proof: "sidecar" | "none" | "accepted";
                    /**
                     * @description deep: its content was inflated and compared, too.
                     * @enum {string}
                     */
                    depth: "published" | "deep";
                    etag: string | null;
                    /** @description When its source says that it was last modified. */
                    last_modified: string | null;
                    run_id: string;
                    /**
                     * Format: date-time
                     * @description UTC, ISO 8601.
                     */
                    recorded_at: string;
                }[];
                /** @description Former versions of its files, the newest first. */
                versions: {
                    key: string;
                    /** @description Where the old file was kept; null when it was not kept. */
                    path: string | null;
                    bytes: number;
                    sha256: string | null;
                    last_modified: string | null;
                    /** @description The run that found it replaced. */
                    run_id: string;
                    /**
                     * Format: date-time
                     * @description UTC, ISO 8601.
                     */
                    superseded_at: string;
                }[];
                /** @description What was last found to have changed of its file in the archive. */
                change: {
                    kind: string;
                    key: string;
                    run_id: string;
                    /**
                     * Format: date-time
                     * @description UTC, ISO 8601.
                     */
                    at: string;
                } | null;
                dispute: {
                    key: string;
                    /** @enum {string} */
                    state: "open" | "accepted" | "rejected" | "resolved";
                    sha256: string;
                    published_sha256: string;
                    /** @description Where the file is kept while the dispute is open, below the output directory. */
                    quarantine_path: string | null;
                    first_run_id: string;
                    /**
                     * Format: date-time
                     * @description UTC, ISO 8601.
                     */
                    first_seen_at: string;
                    /**
                     * Format: date-time
                     * @description UTC, ISO 8601.
                     */
                    last_seen_at: string;
                    decided_by: string | null;
                    decided_at: string | null;
                    reason: string | null;
                } | null;
                /** @description What is known of the rows of the day. */
                rows: {
                    /** @description Whether a table with the day was built: only then are its rows known. */
                    checked: boolean;
                    /** @description The files that its rows were taken from. */
                    sources: {
                        key: string;
                        /** @description Why this file was taken and not another; null where there was no choice. */
                        rule: string | null;
                        /** @description The table file, below the output directory or the bucket. */
                        path: string;
                    }[];
                    /** @description Errors first, then gaps, then notes. */
                    findings: {
                        series: string;
                        /** @description UTC. */
                        day: string;
                        rule: string;
                        /**
                         * @description error: data are wrong; gap: data are missing; note: unusual, and kept.
                         * @enum {string}
                         */
                        severity: "error" | "gap" | "note";
                        /** @description What the rule means; empty for a rule of another version. */
                        meaning: string;
                        /** @description What to know or do. */
                        advice: string;
                        /** @description Key of the file; null where it is about the table as a whole. */
                        source: string | null;
                        /** @description Time of the first row, or missing row; null where no time is known. */
                        from: string | null;
                        to: string | null;
                        count: number;
                        /** @description What is counted, in the plural, such as missing rows. */
                        counts: string;
                        /** @description A row, or values, as they stand in the file. */
                        sample: string | null;
                        /** @description The table file that has the day, below the output directory or the bucket. */
                        path: string;
                    }[];
                    /** @description Times on that day when the whole market is known to have been down. No rows are missing then. */
                    outages: {
                        /** @description UTC, ISO 8601. */
                        from: string;
                        /** @description UTC, ISO 8601. */
                        to: string;
                        source: string;
                    }[];
                };
                /** @enum {string} */
                will_come: "held" | "yes" | "possible" | "unlikely" | "no";
                /** @description Will it come, as a sentence. */
                outlook: string;
                remedy: string;
            };
        };
        Output: {
            name: string;
            series: number;
            files: number;
            bytes: number;
            newest_run: {
                run_id: string;
                /** @enum {string} */
                state: "Scheduled" | "AwaitingRetry" | "Pending" | "Running" | "Retrying" | "Paused" | "Cancelling" | "Completed" | "Cached" | "Absent" | "Unverified" | "Disputed" | "CompletedWithGaps" | "Failed" | "Corrupt" | "Gone" | "Crashed" | "Cancelled";
                /** Format: date-time */
                started_at: string;
            } | null;
            /** @description Free bytes of its file system; null where they are not known. */
            free_bytes: number | null;
        };
        /** @description What was found in the rows of a day. */
        RowFinding: {
            series: string;
            /** @description UTC. */
            day: string;
            rule: string;
            /**
             * @description error: data are wrong; gap: data are missing; note: unusual, and kept.
             * @enum {string}
             */
            severity: "error" | "gap" | "note";
            /** @description What the rule means; empty for a rule of another version. */
            meaning: string;
            /** @description What to know or do. */
            advice: string;
            /** @description Key of the file; null where it is about the table as a whole. */
            source: string | null;
            /** @description Time of the first row, or missing row; null where no time is known. */
            from: string | null;
            to: string | null;
            count: number;
            /** @description What is counted, in the plural, such as missing rows. */
            counts: string;
            /** @description A row, or values, as they stand in the file. */
            sample: string | null;
            /** @description The table file that has the day, below the output directory or the bucket. */
            path: string;
        };
        FindingCount: {
            /** @description The data type or symbol; null with by=rule. */
            value: string | null;
            rule: string;
            /** @enum {string} */
            severity: "error" | "gap" | "note";
            /** @description Findings: at most one a day, source and rule, or one a gap. */
            findings: number;
            /** @description Rows, missing rows or values, as the rule says. */
            count: number;
        };
        FindingDays: {
            series: string;
            /** @description Consecutive days with the same worst finding, in their order. */
            spans: {
                /** @description UTC. */
                first: string;
                last: string;
                days: number;
                /** @enum {string} */
                severity: "error" | "gap";
                rule: string;
            }[];
        };
        TablePartition: {
            series: string;
            /** @description 2025-07 or 2025-07-01, as the grain of the table says. */
            period: string;
            /** @description The Parquet file, below the output directory or the bucket. */
            path: string;
            /**
             * @description present: its sources are held as they were. superseded: a source was replaced since, and the next build makes it again. source_gone: a source is not held any more, and it stays. changed: its file is missing or not as it was built, and the next build makes it again.
             * @enum {string}
             */
            state: "present" | "superseded" | "source_gone" | "changed";
            rows: number;
            /** @description UTC, with microseconds; null where it has no rows. */
            first_time: string | null;
            /** @description UTC, with microseconds; null where it has no rows. */
            last_time: string | null;
            /** @description Null where it has no rows, its table has no ids, or the id has more than 53 bits. */
            first_id: number | null;
            /** @description Null where it has no rows, its table has no ids, or the id has more than 53 bits. */
            last_id: number | null;
            bytes: number;
            /** @description Digest of the file. */
            sha256: string;
            /** @enum {string} */
            numbers: "double" | "decimal";
            /** @description Rows that were left out because an equal row was kept. */
            duplicates: number;
            /** @description Values that are stored as doubles and differ from their text. */
            inexact_values: number;
            /** @description The files that its rows were taken from, with the digests they were proved with. */
            sources: {
                key: string;
                sha256: string;
                rows: number;
            }[];
            /** @description Which source each span of days was taken from, and the rule that chose it; null without a choice. */
            days: {
                first: string;
                last: string;
                source: string;
                rule: string | null;
            }[];
            /** @description What was found in its rows, errors first. */
            findings: {
                rule: string;
                /** @enum {string} */
                severity: "error" | "gap" | "note";
                /** @description Findings: at most one a day, source and rule, or one a gap. */
                findings: number;
                /** @description Rows, missing rows or values, as the rule says. */
                count: number;
            }[];
            /** @description Equal for partitions of the same sources, schema, writer and options. */
            identity: string;
            schema_version: number;
            /** @description Name and version of what wrote the file. */
            writer: string;
            /** Format: date-time */
            built_at: string;
            /** @description The run that built it. */
            run_id: string;
        };
        Dispute: {
            key: string;
            /** @description Where the file goes once it is accepted, below the output directory. */
            path: string;
            /** @description Where it is kept while the dispute is open; null where it could not be kept, and once it is settled. */
            quarantined: string | null;
            bytes: number;
            /** @description SHA-256 of the file. */
            sha256: string;
            /** @description SHA-256 that its sidecar publishes. */
            published_sha256: string;
            /** @enum {string} */
            state: "open" | "accepted" | "rejected" | "resolved";
            first_run_id: string;
            /** Format: date-time */
            first_seen_at: string;
            /** @description The last run that met it. */
            last_run_id: string;
            /** Format: date-time */
            last_seen_at: string;
            decided_by: string | null;
            /** Format: date-time */
            decided_at: string | null;
            reason: string | null;
        };
        DecidedDispute: {
            /**
             * @description held: it was accepted before. failed: nothing has changed; see the error.
             * @enum {string}
             */
            status: "accepted" | "held" | "rejected" | "failed";
            key: string;
            path: string;
            bytes: number;
            /** @description SHA-256 of the file. */
            sha256: string;
            /** @description SHA-256 that its sidecar publishes. */
            published_sha256: string;
            /** @description Name of the token, or service where none is needed. */
            by: string | null;
            /** Format: date-time */
            at: string | null;
            reason: string | null;
            error: {
                /** @enum {string} */
                code: "config_invalid" | "config_unreadable" | "matrix_invalid" | "key_invalid" | "cursor_invalid" | "run_not_found" | "run_complete" | "run_ended" | "plan_changed" | "source_not_allowed" | "storage_not_allowed" | "not_found" | "access_denied" | "bucket_not_found" | "request_refused" | "throttled" | "server_error" | "connection_failed" | "truncated" | "stalled" | "too_slow" | "timed_out" | "changed_upstream" | "listing_invalid" | "proxy_refused" | "proxy_unreachable" | "tls_untrusted" | "name_not_resolved" | "address_refused" | "too_large" | "size_mismatch" | "not_a_zip" | "zip_refused" | "checksum_mismatch" | "sidecar_invalid" | "checksum_disputed" | "disk_full" | "disk_failed" | "file_failed" | "target_blocked" | "engine_unavailable" | "engine_crashed" | "table_writer_missing" | "table_failed" | "no_result" | "catalog_newer" | "catalog_failed" | "catalog_malformed" | "store_newer" | "store_failed" | "store_malformed" | "batch_lost" | "output_in_use" | "cancelled" | "illegal_move" | "internal";
                message: string;
                /** @description What to do next. */
                hint?: string;
                /** @description Whether trying again can help: never, later, or not before that many milliseconds. */
                retry: ("never" | "later") | {
                    afterMs: number;
                };
                readonly facts?: {
                    [key: string]: unknown;
                };
                readonly problems?: {
                    path: string;
                    message: string;
                    suggestion?: string;
                }[];
            } | null;
        };
    };
    responses: {
        /** @description What cannot be done, and why */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listRuns: {
        parameters: {
            query?: {
                /** @description What `next` of the page before said. */
                cursor?: string;
                limit?: number;
                /** @description States, separated by commas. */
                state?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: components["schemas"]["Run"][];
                        /** @description Where the next page begins; null after the last. */
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startRun: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    config?: components["schemas"]["CollectionConfig"];
                    /** @description Where each value of config came from, by path, so that messages can say it: default, file, override (the command line) or "environment TAPEHAUL_…". */
                    origins?: {
                        [key: string]: string;
                    };
                    /** @description Name of a source that the operator configured; `archive` by default. */
                    source_profile?: string;
                    /** @description Name of a storage that the operator configured; `local`, the output directory, by default. */
                    storage_profile?: string;
                    /**
                     * @description `fleet`: workers fetch the files, where the operator allows that. `here`: the service does.
                     * @enum {string}
                     */
                    on?: "here" | "fleet";
                    /** @description In place of all else: starts exactly the plan that POST /v1/plans gave this id. */
                    plan_id?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedRun"];
                };
            };
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedRun"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    showRun: {
        parameters: {
            query?: {
                /** @description Its configuration, too, and where it came from. */
                with?: "config";
            };
            header?: never;
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDetails"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedRun"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pauseRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedRun"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unpauseRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedRun"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Settings that override those that the run was started with, by key: source.* and how files are fetched. */
                    settings?: {
                        [key: string]: string;
                    };
                    /**
                     * @description Where its files are done from now on; as before by default.
                     * @enum {string}
                     */
                    on?: "here" | "fleet";
                    /** @description Most bytes per second from now on. */
                    max_bytes_per_second?: number;
                };
            };
        };
        responses: {
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedRun"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retryRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Settings that override those that the run was started with, by key: source.* and how files are fetched. */
                    settings?: {
                        [key: string]: string;
                    };
                    /**
                     * @description Where its files are done from now on; as before by default.
                     * @enum {string}
                     */
                    on?: "here" | "fleet";
                    /** @description Most bytes per second from now on. */
                    max_bytes_per_second?: number;
                    /** @description Only these of the files that failed, by their keys. */
                    task_ids?: string[];
                    /** @description Only files that failed with this code. */
                    error_code?: string;
                    /** @description Only files whose keys begin so. */
                    prefix?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedRun"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTasks: {
        parameters: {
            query?: {
                /** @description What `next` of the page before said. */
                cursor?: string;
                limit?: number;
                /** @description States, separated by commas. */
                state?: string;
                /** @description Name of the tasks; files by default, any for those and the steps of the flow. */
                name?: string;
                error_code?: string;
                /** @description What the id begins with, such as data/spot/daily/klines/BTC. */
                prefix?: string;
                market?: "spot" | "futures_um" | "futures_cm" | "options";
                data_type?: "klines" | "markPriceKlines" | "indexPriceKlines" | "premiumIndexKlines" | "trades" | "aggTrades" | "fundingRate" | "metrics" | "bookDepth" | "bookTicker" | "liquidationSnapshot" | "BVOLIndex" | "EOHSummary";
                symbol?: string;
                interval?: "1s" | "1m" | "3m" | "5m" | "15m" | "30m" | "1h" | "2h" | "4h" | "6h" | "8h" | "12h" | "1d" | "3d" | "1w" | "1mo";
                /** @description First day, UTC; a monthly file counts for each of its days. */
                from?: string;
                /** @description Last day, UTC. */
                to?: string;
                /** @description A part of the id, in any case. Each task is read for that: without prefix, market, … to, a page may be empty and not the last. */
                contains?: string;
                /** @description planned is the order of the keys, where keys are searched by prefix, market, … to. */
                order?: "planned" | "slowest" | "latest";
            };
            header?: never;
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: components["schemas"]["Task"][];
                        /** @description Where the next page begins; null after the last. */
                        next: string | null;
                        /** @description Tasks that were read for contains by now; null without it, and with prefix, market, … to. */
                        scanned: number | null;
                        /** @description Tasks that are read for contains in all. */
                        of: number | null;
                    };
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    showTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run: string;
                /** @description Id of the task, such as the key of a file, its slashes as %2F. */
                task: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskDetails"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAttempts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run: string;
                /** @description Id of the task, such as the key of a file, its slashes as %2F. */
                task: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: components["schemas"]["Attempt"][];
                    };
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listFailures: {
        parameters: {
            query?: {
                by?: "code" | "symbol" | "data_type" | "day";
            };
            header?: never;
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        by: "code" | "symbol" | "data_type" | "day";
                        /** @description All tasks that failed. */
                        total: number;
                        /** @description The 50 largest. */
                        rows: components["schemas"]["FailureGroup"][];
                    };
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listLogs: {
        parameters: {
            query?: {
                /** @description What `next` of the page before said. */
                cursor?: string;
                limit?: number;
                task?: string;
                /** @description Only lines of this attempt; needs task. */
                attempt?: number;
                /** @description This level and those above. */
                level?: "debug" | "info" | "warn" | "error";
                contains?: string;
                /** @description Which lines come first. */
                order?: "oldest" | "newest";
                /** @description The line with this sequence, with those before and behind it: oldest first, without pages. */
                around?: number;
                /** @description With around: how many lines before it and how many behind it. */
                context?: number;
            };
            header?: never;
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: components["schemas"]["LogLine"][];
                        /** @description Where the next page begins; null after the last. */
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    downloadLogs: {
        parameters: {
            query?: {
                task?: string;
                /** @description Only lines of this attempt; needs task. */
                attempt?: number;
                /** @description This level and those above. */
                level?: "debug" | "info" | "warn" | "error";
                contains?: string;
                /** @description Which lines come first. */
                order?: "oldest" | "newest";
            };
            header?: never;
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    showTimeline: {
        parameters: {
            query?: {
                /** @description By default when the first task ended. */
                from?: string;
                /** @description By default when the last task ended. */
                to?: string;
                /** @description How many at most. */
                slices?: number;
                /** @description Name of the tasks; any for all. */
                name?: string;
            };
            header?: never;
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Timeline"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listBatches: {
        parameters: {
            query?: {
                /** @description What `next` of the page before said. */
                cursor?: string;
                limit?: number;
                /** @description Only batches with files that have not ended. */
                open?: "true" | "false";
            };
            header?: never;
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: components["schemas"]["Batch"][];
                        /** @description Where the next page begins; null after the last. */
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTableMonths: {
        parameters: {
            query?: {
                /** @description What `next` of the page before said. */
                cursor?: string;
                limit?: number;
                /** @description States, separated by commas. */
                state?: string;
                /** @description In the order in which they began, or those first that changed last. */
                order?: "planned" | "latest";
            };
            header?: never;
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: components["schemas"]["TableMonth"][];
                        /** @description Where the next page begins; null after the last. */
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCoverage: {
        parameters: {
            query?: {
                /** @description What `next` of the page before said. */
                cursor?: string;
                limit?: number;
                output_directory?: string;
                series?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: components["schemas"]["HeldSeries"][];
                        /** @description Where the next page begins; null after the last. */
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCells: {
        parameters: {
            query?: {
                /** @description What `next` of the page before said. */
                cursor?: string;
                limit?: number;
                output_directory?: string;
                /** @description What the names of the series begin with, such as spot/klines/. */
                series?: string;
                market?: "spot" | "futures_um" | "futures_cm" | "options";
                data_type?: "klines" | "markPriceKlines" | "indexPriceKlines" | "premiumIndexKlines" | "trades" | "aggTrades" | "fundingRate" | "metrics" | "bookDepth" | "bookTicker" | "liquidationSnapshot" | "BVOLIndex" | "EOHSummary";
                interval?: "1s" | "1m" | "3m" | "5m" | "15m" | "30m" | "1h" | "2h" | "4h" | "6h" | "8h" | "12h" | "1d" | "3d" | "1w" | "1mo";
                /** @description Symbols, or patterns such as *USDT, separated by commas. */
                symbols?: string;
                /** @description First day, UTC. */
                from?: string;
                /** @description Last day, UTC. */
                to?: string;
                unit?: "day" | "month";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cells"];
                };
            };
            /** @description Nothing has changed since that ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listHoles: {
        parameters: {
            query?: {
                /** @description What `next` of the page before said. */
                cursor?: string;
                limit?: number;
                output_directory?: string;
                /** @description What the names of the series begin with, such as spot/klines/. */
                series?: string;
                market?: "spot" | "futures_um" | "futures_cm" | "options";
                data_type?: "klines" | "markPriceKlines" | "indexPriceKlines" | "premiumIndexKlines" | "trades" | "aggTrades" | "fundingRate" | "metrics" | "bookDepth" | "bookTicker" | "liquidationSnapshot" | "BVOLIndex" | "EOHSummary";
                interval?: "1s" | "1m" | "3m" | "5m" | "15m" | "30m" | "1h" | "2h" | "4h" | "6h" | "8h" | "12h" | "1d" | "3d" | "1w" | "1mo";
                /** @description Symbols, or patterns such as *USDT, separated by commas. */
                symbols?: string;
                /** @description First day, UTC. */
                from?: string;
                /** @description Last day, UTC. */
                to?: string;
                /** @description Whose: ours, archive, time; separated by commas. */
                fault?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: components["schemas"]["Hole"][];
                        /** @description Where the next page begins; null after the last. */
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    explainDays: {
        parameters: {
            query: {
                output_directory?: string;
                /** @description A series such as spot/klines/BTCUSDT/1h or BTCUSDT 1h; or a key, which says the days, too. */
                series: string;
                /** @description First day, UTC; needed unless series is a key. */
                from?: string;
                /** @description Last day, UTC; the first by default. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WhyReport"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOutputs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: components["schemas"]["Output"][];
                        /** @description Those whose record cannot be read now, such as on a full disk. Their runs are not listed either. */
                        unreadable: {
                            name: string;
                            /** @enum {string} */
                            code: "config_invalid" | "config_unreadable" | "matrix_invalid" | "key_invalid" | "cursor_invalid" | "run_not_found" | "run_complete" | "run_ended" | "plan_changed" | "source_not_allowed" | "storage_not_allowed" | "not_found" | "access_denied" | "bucket_not_found" | "request_refused" | "throttled" | "server_error" | "connection_failed" | "truncated" | "stalled" | "too_slow" | "timed_out" | "changed_upstream" | "listing_invalid" | "proxy_refused" | "proxy_unreachable" | "tls_untrusted" | "name_not_resolved" | "address_refused" | "too_large" | "size_mismatch" | "not_a_zip" | "zip_refused" | "checksum_mismatch" | "sidecar_invalid" | "checksum_disputed" | "disk_full" | "disk_failed" | "file_failed" | "target_blocked" | "engine_unavailable" | "engine_crashed" | "table_writer_missing" | "table_failed" | "no_result" | "catalog_newer" | "catalog_failed" | "catalog_malformed" | "store_newer" | "store_failed" | "store_malformed" | "batch_lost" | "output_in_use" | "cancelled" | "illegal_move" | "internal" | "directory_not_allowed" | "encoding_unsupported" | "fleet_not_allowed" | "headers_too_large" | "host_unknown" | "idempotency_conflict" | "media_type_unsupported" | "method_not_allowed" | "not_ready" | "origin_refused" | "output_not_found" | "plan_unknown" | "query_invalid" | "queue_full" | "request_invalid" | "request_slow" | "run_waiting" | "scope_missing" | "target_invalid" | "task_not_found" | "token_missing" | "too_busy" | "too_deep" | "too_many_requests";
                            message: string;
                            hint: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listFindings: {
        parameters: {
            query?: {
                /** @description What `next` of the page before said. */
                cursor?: string;
                limit?: number;
                output_directory?: string;
                /** @description What the names of the series begin with, such as spot/klines/. */
                series?: string;
                market?: "spot" | "futures_um" | "futures_cm" | "options";
                data_type?: "klines" | "markPriceKlines" | "indexPriceKlines" | "premiumIndexKlines" | "trades" | "aggTrades" | "fundingRate" | "metrics" | "bookDepth" | "bookTicker" | "liquidationSnapshot" | "BVOLIndex" | "EOHSummary";
                interval?: "1s" | "1m" | "3m" | "5m" | "15m" | "30m" | "1h" | "2h" | "4h" | "6h" | "8h" | "12h" | "1d" | "3d" | "1w" | "1mo";
                /** @description Symbols, or patterns such as *USDT, separated by commas. */
                symbols?: string;
                /** @description First day, UTC. */
                from?: string;
                /** @description Last day, UTC. */
                to?: string;
                rule?: "empty_file" | "cut_line" | "malformed_row" | "field_count" | "blank_line" | "header_inside" | "lost_decimals" | "inexact_double" | "stray" | "disorder" | "duplicate_rows" | "key_conflict" | "day_missing" | "starts_late" | "short_day" | "missing_rows" | "id_hole" | "id_hole_small" | "trade_id_hole" | "trade_id_hole_small" | "trade_id_order" | "silence" | "venue_outage" | "chain_break" | "off_grid" | "close_time" | "ohlc" | "taker_volume" | "count_volume" | "quote_bounds" | "flat_day" | "not_positive" | "quote_qty" | "maker_share" | "funding_interval" | "funding_step" | "zero_open_interest" | "snapshot_size" | "depth_order" | "crossed_book" | "event_time" | "unchecked_by_daily" | "daily_missing" | "daily_absent" | "monthly_short" | "daily_short" | "values_differ" | "both_short" | "fewer_rows" | "source_broken";
                severity?: "error" | "gap" | "note";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: components["schemas"]["RowFinding"][];
                        /** @description Where the next page begins; null after the last. */
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    countFindings: {
        parameters: {
            query?: {
                output_directory?: string;
                /** @description What the names of the series begin with, such as spot/klines/. */
                series?: string;
                market?: "spot" | "futures_um" | "futures_cm" | "options";
                data_type?: "klines" | "markPriceKlines" | "indexPriceKlines" | "premiumIndexKlines" | "trades" | "aggTrades" | "fundingRate" | "metrics" | "bookDepth" | "bookTicker" | "liquidationSnapshot" | "BVOLIndex" | "EOHSummary";
                interval?: "1s" | "1m" | "3m" | "5m" | "15m" | "30m" | "1h" | "2h" | "4h" | "6h" | "8h" | "12h" | "1d" | "3d" | "1w" | "1mo";
                /** @description Symbols, or patterns such as *USDT, separated by commas. */
                symbols?: string;
                /** @description First day, UTC. */
                from?: string;
                /** @description Last day, UTC. */
                to?: string;
                rule?: "empty_file" | "cut_line" | "malformed_row" | "field_count" | "blank_line" | "header_inside" | "lost_decimals" | "inexact_double" | "stray" | "disorder" | "duplicate_rows" | "key_conflict" | "day_missing" | "starts_late" | "short_day" | "missing_rows" | "id_hole" | "id_hole_small" | "trade_id_hole" | "trade_id_hole_small" | "trade_id_order" | "silence" | "venue_outage" | "chain_break" | "off_grid" | "close_time" | "ohlc" | "taker_volume" | "count_volume" | "quote_bounds" | "flat_day" | "not_positive" | "quote_qty" | "maker_share" | "funding_interval" | "funding_step" | "zero_open_interest" | "snapshot_size" | "depth_order" | "crossed_book" | "event_time" | "unchecked_by_daily" | "daily_missing" | "daily_absent" | "monthly_short" | "daily_short" | "values_differ" | "both_short" | "fewer_rows" | "source_broken";
                severity?: "error" | "gap" | "note";
                /** @description rule: of all series together; else for each of these. */
                by?: "rule" | "data_type" | "symbol";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        by: "rule" | "data_type" | "symbol";
                        /** @description Errors first, then gaps, then notes; with by, those of each value together. */
                        rows: components["schemas"]["FindingCount"][];
                        /** @description The rules of these rows; one of another version of tapehaul is left out. */
                        rules: {
                            name: string;
                            /** @enum {string} */
                            severity: "error" | "gap" | "note";
                            /** @description What `count` counts, in the plural, such as missing rows. */
                            counts: string;
                            meaning: string;
                            /** @description What to know or do. */
                            advice: string;
                            /** @description Where the archive was seen to break it: an issue of binance-public-data, such as #213. */
                            source: string | null;
                        }[];
                    };
                };
            };
            /** @description Nothing has changed since that ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listFindingDays: {
        parameters: {
            query?: {
                /** @description What `next` of the page before said. */
                cursor?: string;
                /** @description Series, not days. */
                limit?: number;
                output_directory?: string;
                /** @description What the names of the series begin with, such as spot/klines/. */
                series?: string;
                market?: "spot" | "futures_um" | "futures_cm" | "options";
                data_type?: "klines" | "markPriceKlines" | "indexPriceKlines" | "premiumIndexKlines" | "trades" | "aggTrades" | "fundingRate" | "metrics" | "bookDepth" | "bookTicker" | "liquidationSnapshot" | "BVOLIndex" | "EOHSummary";
                interval?: "1s" | "1m" | "3m" | "5m" | "15m" | "30m" | "1h" | "2h" | "4h" | "6h" | "8h" | "12h" | "1d" | "3d" | "1w" | "1mo";
                /** @description Symbols, or patterns such as *USDT, separated by commas. */
                symbols?: string;
                /** @description First day, UTC. */
                from?: string;
                /** @description Last day, UTC. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: components["schemas"]["FindingDays"][];
                        /** @description Where the next page begins; null after the last. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since that ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPartitions: {
        parameters: {
            query?: {
                /** @description What `next` of the page before said. */
                cursor?: string;
                limit?: number;
                output_directory?: string;
                /** @description What the names of the series begin with, such as spot/klines/. */
                series?: string;
                market?: "spot" | "futures_um" | "futures_cm" | "options";
                data_type?: "klines" | "markPriceKlines" | "indexPriceKlines" | "premiumIndexKlines" | "trades" | "aggTrades" | "fundingRate" | "metrics" | "bookDepth" | "bookTicker" | "liquidationSnapshot" | "BVOLIndex" | "EOHSummary";
                interval?: "1s" | "1m" | "3m" | "5m" | "15m" | "30m" | "1h" | "2h" | "4h" | "6h" | "8h" | "12h" | "1d" | "3d" | "1w" | "1mo";
                /** @description Symbols, or patterns such as *USDT, separated by commas. */
                symbols?: string;
                /** @description First day, UTC. */
                from?: string;
                /** @description Last day, UTC. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: components["schemas"]["TablePartition"][];
                        /** @description Where the next page begins; null after the last. */
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDisputes: {
        parameters: {
            query?: {
                /** @description What `next` of the page before said. */
                cursor?: string;
                limit?: number;
                output_directory?: string;
                /** @description open: not decided yet; resolved: the archive has since published a file that is right. */
                state?: "open" | "accepted" | "rejected" | "resolved" | "any";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: components["schemas"]["Dispute"][];
                        /** @description Where the next page begins; null after the last. */
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acceptDisputes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default collection */
                    output_directory?: string;
                    /**
                     * @description Keys, paths or names of files.
                     * @default []
                     */
                    keys?: string[];
                    /** @description All open disputes of this run: its id, or latest. */
                    run_id?: string;
                    /** @description Why they are right although their checksums are not. */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: components["schemas"]["DecidedDispute"][];
                    };
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rejectDisputes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default collection */
                    output_directory?: string;
                    /**
                     * @description Keys, paths or names of files.
                     * @default []
                     */
                    keys?: string[];
                    /** @description All open disputes of this run: its id, or latest. */
                    run_id?: string;
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: components["schemas"]["DecidedDispute"][];
                    };
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    followRun: {
        parameters: {
            query?: {
                /** @description `full`: each event. `progress`: where the run stands, at most twice a second. */
                view?: "full" | "progress";
            };
            header?: {
                /** @description Continues behind that event; with a new snapshot where its number is not known any more. */
                "last-event-id"?: number;
            };
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["RunEvent"] | components["schemas"]["RunProgressEvent"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    followRuns: {
        parameters: {
            query?: never;
            header?: {
                /** @description Continues behind that event; with a new snapshot where its number is not known any more. */
                "last-event-id"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["RunsEvent"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    showMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    showConfigSchema: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A JSON Schema of draft 2020-12, the same as CollectionConfig here. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Nothing has changed since that ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkConfig: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    config: components["schemas"]["CollectionConfig"];
                    /** @description Where each value of config came from, by path, so that messages can say it: default, file, override (the command line) or "environment TAPEHAUL_…". */
                    origins?: {
                        [key: string]: string;
                    };
                    /** @description Name of a source that the operator configured; `archive` by default. */
                    source_profile?: string;
                    /** @description Name of a storage that the operator configured; `local`, the output directory, by default. */
                    storage_profile?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfigCheck"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    showMatrix: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Matrix"];
                };
            };
            /** @description Nothing has changed since that ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    planRun: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    config: components["schemas"]["CollectionConfig"];
                    /** @description Where each value of config came from, by path, so that messages can say it: default, file, override (the command line) or "environment TAPEHAUL_…". */
                    origins?: {
                        [key: string]: string;
                    };
                    /** @description Name of a source that the operator configured; `archive` by default. */
                    source_profile?: string;
                    /** @description Name of a storage that the operator configured; `local`, the output directory, by default. */
                    storage_profile?: string;
                };
            };
        };
        responses: {
            /** @description The plan */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plan"];
                    "application/x-ndjson": components["schemas"]["PlanLine"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok";
                    };
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok";
                    };
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    version: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        version: string;
                    };
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Figures */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            421: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            /** @description What cannot be done, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
