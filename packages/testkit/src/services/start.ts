import { startSimulator } from '@tapehaul/archive-simulator';
import { startJaeger } from './jaeger.ts';
import { startVersitygw } from './versitygw.ts';

/** Real servers for a developer: Jaeger, an S3 server and the archive simulator, until Ctrl-C. */
const BUCKET = 'data.binance.vision';

console.error('services: starting; the first time Go builds Jaeger and versitygw, which takes minutes');
const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
// For good, not once: without a listener of ours execa would end this process before the servers have ended.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop());
await using services = new AsyncDisposableStack();
const jaeger = services.use(await startJaeger());
const gateway = services.use(await startVersitygw());
const simulator = services.use(await startSimulator());
await gateway.createBucket(BUCKET, { anonymousRead: true });

console.log(`jaeger     ${jaeger.url}/api/traces?service=tapehaul
           takes OTLP over HTTP at ${jaeger.otlpHttp}, over gRPC at ${jaeger.otlpGrpc}
s3         ${gateway.url} (versitygw, with an empty bucket ${BUCKET} that everyone may read)
simulator  ${simulator.url}

# Traces to Jaeger
export OTEL_EXPORTER_OTLP_ENDPOINT=${jaeger.otlpHttp}
# Collect from the simulator
export TAPEHAUL_SOURCE_ENDPOINT=${simulator.url}
# Put objects into the S3 server
export AWS_ENDPOINT_URL=${gateway.url} AWS_REGION=${gateway.region}
export AWS_ACCESS_KEY_ID=${gateway.accessKeyId} AWS_SECRET_ACCESS_KEY=${gateway.secretAccessKey}

Ctrl-C stops all of them.`);
await stopped;
