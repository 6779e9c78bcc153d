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
        /** Start a collection; it may wait in the queue */
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
        /** Try again what failed in a run, and what is left of it */
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
    "/v1/runs/{run}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Log lines of a run, in the order they came */
        get: operations["listLogs"];
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
         * @description Server-sent events. The id of each is its number within the run; Last-Event-ID continues behind it.
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
    "/v1/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Report what a collection would do: files, bytes, gaps with reasons; nothing is written */
        post: operations["planRun"];
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
        /** Check a configuration, and list all that is wrong with it */
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
        /** Whether its data can be written and there is space */
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
        ProblemInput: {
            type: string;
            title: string;
            status: number;
            detail: string;
            code: string;
            hint?: string;
            errors?: {
                path: string;
                message: string;
            }[];
        };
        Problem: {
            type: string;
            title: string;
            status: number;
            detail: string;
            code: string;
            hint?: string;
            errors?: {
                path: string;
                message: string;
            }[];
        };
    };
    responses: never;
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
                        rows: {
                            run_id: string;
                            state: string;
                            output_directory: string;
                            started_at: string | null;
                            ended_at: string | null;
                            resumes: number;
                            /** @description Files of the plan by state. */
                            files: {
                                [key: string]: {
                                    tasks: number;
                                    bytes: number;
                                };
                            };
                            /** @description What it collects; null until it has begun. */
                            request: {
                                markets: string[];
                                /** @description For all markets, or a list for each. */
                                symbols: string[] | {
                                    [key: string]: string[];
                                };
                                data_types: string[];
                                /** @description Null when the request leaves them to the matrix. */
                                intervals: string[] | null;
                                /** @description First day, UTC. */
                                from: string;
                                /** @description Last day, UTC, included; or latest. */
                                to: string;
                                source: {
                                    endpoint: string;
                                    bucket: string;
                                };
                            } | null;
                        }[];
                        /** @description Where the next page begins; null after the last. */
                        next: string | null;
                    };
                };
            };
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
                    /** @description A configuration; output_directory is below the data of the service. */
                    config: {
                        [key: string]: unknown;
                    };
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
                    "application/json": {
                        run_id: string;
                    };
                };
            };
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        run_id: string;
                    };
                };
            };
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        run_id: string;
                        state: string;
                        output_directory: string;
                        started_at: string | null;
                        ended_at: string | null;
                        resumes: number;
                        /** @description Files of the plan by state. */
                        files: {
                            [key: string]: {
                                tasks: number;
                                bytes: number;
                            };
                        };
                        /** @description What it collects; null until it has begun. */
                        request: {
                            markets: string[];
                            /** @description For all markets, or a list for each. */
                            symbols: string[] | {
                                [key: string]: string[];
                            };
                            data_types: string[];
                            /** @description Null when the request leaves them to the matrix. */
                            intervals: string[] | null;
                            /** @description First day, UTC. */
                            from: string;
                            /** @description Last day, UTC, included; or latest. */
                            to: string;
                            source: {
                                endpoint: string;
                                bucket: string;
                            };
                        } | null;
                        /** @description The configuration that it was started with, with its defaults. */
                        config: unknown;
                        history: {
                            state: string;
                            at: string;
                        }[];
                        failures: {
                            code: string;
                            tasks: number;
                            example_key: string;
                            example_message: string;
                        }[];
                        timeline: {
                            from: string;
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
                            at: string;
                        }[];
                        result: unknown;
                    };
                };
            };
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
                    "application/json": {
                        run_id: string;
                    };
                };
            };
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
                    "application/json": {
                        run_id: string;
                    };
                };
            };
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
                    "application/json": {
                        run_id: string;
                    };
                };
            };
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
                    "application/json": {
                        run_id: string;
                    };
                };
            };
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
                    "application/json": {
                        run_id: string;
                    };
                };
            };
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
                name?: string;
                error_code?: string;
                /** @description A part of the id, in any case. */
                contains?: string;
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
                        rows: {
                            id: string;
                            name: string;
                            state: string;
                            attempts: number;
                            bytes: number | null;
                            engine: string | null;
                            started_at: string | null;
                            updated_at: string;
                            duration_ms: number | null;
                            retry_at: string | null;
                            error_code: string | null;
                            error_message: string | null;
                        }[];
                        /** @description Where the next page begins; null after the last. */
                        next: string | null;
                    };
                };
            };
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
                        rows: {
                            attempt: number;
                            state: string;
                            started_at: string;
                            ended_at: string;
                            error_code: string | null;
                            error_message: string | null;
                        }[];
                    };
                };
            };
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
                /** @description This level and those above. */
                level?: "debug" | "info" | "warn" | "error";
                contains?: string;
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
                        rows: {
                            sequence: number;
                            at: string;
                            /** @enum {string} */
                            level: "debug" | "info" | "warn" | "error";
                            task: string | null;
                            attempt: number | null;
                            message: string;
                            /** @description Trace and span that it was said in; null when nothing was traced. */
                            trace_id: string | null;
                            span_id: string | null;
                        }[];
                        /** @description Where the next page begins; null after the last. */
                        next: string | null;
                    };
                };
            };
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
                        rows: {
                            series: string;
                            partition: string;
                            objects: number;
                            proved: number;
                            /** @description Of the objects, those whose content was inflated and compared, too. */
                            deep: number;
                            bytes: number;
                            first: string;
                            last: string;
                        }[];
                        /** @description Where the next page begins; null after the last. */
                        next: string | null;
                    };
                };
            };
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
                    "application/json": {
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
                        /** @description When any of it last changed; null when nothing is known. */
                        as_of: string | null;
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
                        rows: {
                            series: string;
                            first: string;
                            last: string;
                            days: number;
                            /** @description The state of its days. */
                            verdict: string;
                            /** @enum {string} */
                            fault: "ours" | "archive" | "time" | "none";
                            /** @description Why its first day is not held. */
                            reason: string;
                            /** @description An error code, or the verdict of a plan. */
                            evidence: string | null;
                            run_id: string | null;
                            task_id: string | null;
                            remedy: string;
                        }[];
                        /** @description Where the next page begins; null after the last. */
                        next: string | null;
                    };
                };
            };
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
                    "application/json": {
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
                        /** @description All that is known of one of them: the first that is missing, else the first that is not held, else the first. */
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
                                partition: string | null;
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
                                /** @description UTC, ISO 8601. */
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
                                /** @description UTC, ISO 8601. */
                                superseded_at: string;
                            }[];
                            /** @description What was last found to have changed of its file in the archive. */
                            change: {
                                kind: string;
                                key: string;
                                run_id: string;
                                /** @description UTC, ISO 8601. */
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
                                /** @description UTC, ISO 8601. */
                                first_seen_at: string;
                                /** @description UTC, ISO 8601. */
                                last_seen_at: string;
                                decided_by: string | null;
                                decided_at: string | null;
                                reason: string | null;
                            } | null;
                            /** @enum {string} */
                            will_come: "held" | "yes" | "possible" | "unlikely" | "no";
                            /** @description Will it come, as a sentence. */
                            outlook: string;
                            remedy: string;
                        };
                    };
                };
            };
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
                        rows: {
                            name: string;
                            series: number;
                            files: number;
                            bytes: number;
                            newest_run: {
                                run_id: string;
                                state: string;
                                started_at: string;
                            } | null;
                            /** @description Free bytes of its file system; null where they are not known. */
                            free_bytes: number | null;
                        }[];
                    };
                };
            };
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
                /** @description open: nobody has decided; resolved: the archive has since published a file that is right. */
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
                        rows: {
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
                            first_seen_at: string;
                            /** @description The last run that met it. */
                            last_run_id: string;
                            last_seen_at: string;
                            decided_by: string | null;
                            decided_at: string | null;
                            reason: string | null;
                        }[];
                        /** @description Where the next page begins; null after the last. */
                        next: string | null;
                    };
                };
            };
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
                        rows: {
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
                            at: string | null;
                            reason: string | null;
                            error: {
                                /** @enum {string} */
                                code: "config_invalid" | "config_unreadable" | "matrix_invalid" | "key_invalid" | "cursor_invalid" | "run_not_found" | "run_complete" | "run_ended" | "source_not_allowed" | "storage_not_allowed" | "not_found" | "access_denied" | "bucket_not_found" | "request_refused" | "throttled" | "server_error" | "connection_failed" | "truncated" | "stalled" | "too_slow" | "timed_out" | "changed_upstream" | "listing_invalid" | "proxy_refused" | "proxy_unreachable" | "tls_untrusted" | "name_not_resolved" | "address_refused" | "too_large" | "size_mismatch" | "not_a_zip" | "zip_refused" | "checksum_mismatch" | "sidecar_invalid" | "checksum_disputed" | "disk_full" | "disk_failed" | "file_failed" | "target_blocked" | "engine_unavailable" | "engine_crashed" | "no_result" | "catalog_newer" | "catalog_failed" | "catalog_malformed" | "store_newer" | "store_failed" | "store_malformed" | "batch_lost" | "output_in_use" | "cancelled" | "illegal_move" | "internal";
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
                        }[];
                    };
                };
            };
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
                        rows: {
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
                            at: string | null;
                            reason: string | null;
                            error: {
                                /** @enum {string} */
                                code: "config_invalid" | "config_unreadable" | "matrix_invalid" | "key_invalid" | "cursor_invalid" | "run_not_found" | "run_complete" | "run_ended" | "source_not_allowed" | "storage_not_allowed" | "not_found" | "access_denied" | "bucket_not_found" | "request_refused" | "throttled" | "server_error" | "connection_failed" | "truncated" | "stalled" | "too_slow" | "timed_out" | "changed_upstream" | "listing_invalid" | "proxy_refused" | "proxy_unreachable" | "tls_untrusted" | "name_not_resolved" | "address_refused" | "too_large" | "size_mismatch" | "not_a_zip" | "zip_refused" | "checksum_mismatch" | "sidecar_invalid" | "checksum_disputed" | "disk_full" | "disk_failed" | "file_failed" | "target_blocked" | "engine_unavailable" | "engine_crashed" | "no_result" | "catalog_newer" | "catalog_failed" | "catalog_malformed" | "store_newer" | "store_failed" | "store_malformed" | "batch_lost" | "output_in_use" | "cancelled" | "illegal_move" | "internal";
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
                        }[];
                    };
                };
            };
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
            query?: never;
            header?: {
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
                    "text/event-stream": string;
                };
            };
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
                    /** @description A configuration; output_directory is below the data of the service. */
                    config: {
                        [key: string]: unknown;
                    };
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
                    "application/json": {
                        summary: {
                            [key: string]: unknown;
                        };
                        /** @description The first 1,000. */
                        gaps: {
                            [key: string]: unknown;
                        }[];
                    };
                };
            };
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
                    /** @description A configuration; output_directory is below the data of the service. */
                    config: {
                        [key: string]: unknown;
                    };
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
                    "application/json": {
                        valid: boolean;
                        problems: {
                            path: string;
                            message: string;
                            suggestion?: string;
                        }[];
                        warnings: {
                            path: string;
                            message: string;
                            suggestion?: string;
                        }[];
                    };
                };
            };
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
                    "application/json": {
                        rows: {
                            [key: string]: unknown;
                        }[];
                    };
                };
            };
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
