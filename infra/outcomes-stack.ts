import { Annotations, CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { env } from '../functions/runtime/env.ts';
import type { Settings } from '../shared/settings/settings.ts';
import { Alarms } from './constructs/alarms.ts';
import { Alerts } from './constructs/alerts.ts';
import { AlertsApi } from './constructs/alerts-api.ts';
import { Api } from './constructs/api.ts';
import { know, pairs, sendTo } from './constructs/binding.ts';
import { Fetching } from './constructs/fetching.ts';
import { Import } from './constructs/import.ts';
import { Intake } from './constructs/intake.ts';
import { Metrics } from './constructs/metrics.ts';
import { Page } from './constructs/page.ts';
import { Scoring } from './constructs/scoring.ts';
import { Signing } from './constructs/signing.ts';
import { Store } from './constructs/store.ts';
import { Sweep } from './constructs/sweep.ts';
import { Tokens } from './constructs/tokens.ts';
import { WriteBack } from './constructs/write-back.ts';

export interface OutcomesStackProps extends StackProps {
  readonly settings: Settings;
}

/** The way of one response: received, scored, written back to its EHR, and counted in its program's outcomes. */
export class OutcomesStack extends Stack {
  constructor(scope: Construct, id: string, { settings, ...props }: OutcomesStackProps) {
    super(scope, id, { description: 'Questionnaires scored, written back and compiled', ...props });
    const scoreTimeout = Duration.seconds(30);

    const store = new Store(this, 'Store');
    const alarms = new Alarms(this, 'Alarms', store);
    const common = { settings, store, alarms };

    const signing = settings.signingKeys.length === 0 ? undefined : new Signing(this, 'Signing', common);
    const alerts = new Alerts(this, 'Alerts', common);
    const intake = new Intake(this, 'Intake', { ...common, scoreTimeout });
    const fetching = new Fetching(this, 'Fetching', { ...common, intake, signing });
    intake.receive.bind(env.fetchQueueUrl, sendTo(fetching.requests));
    const imports = new Import(this, 'Import', { ...common, claims: intake.claims, scoreTimeout });
    const writeBack = new WriteBack(this, 'WriteBack', { ...common, signing });
    new Scoring(this, 'Scoring', { ...common, alerts, intake, imports, writeBack, timeout: scoreTimeout });
    new Sweep(this, 'Sweep', { ...common, alerts, writeBack });

    const page = isPageServed(settings) ? new Page(this, 'Page', settings) : undefined;
    const pageOrigins = settings.pageOrigins ?? (page === undefined ? [] : [page.origin]);
    const tokens = new Tokens(this, 'Tokens', { settings, store, pageOrigins });
    const sources = [...tokens.clientIds].map(([name, inToken]) => [inToken, name] as const);
    intake.receive.bind(env.clientIds, know(pairs(new Map(sources))));
    const metrics = new Metrics(this, 'Metrics', {
      ...common,
      fetching,
      groupsClaim: tokens.groupsClaim,
    });
    const alertsApi = new AlertsApi(this, 'AlertsApi', { ...common, groupsClaim: tokens.groupsClaim });
    const api = new Api(this, 'Api', {
      pageOrigins,
      store,
      tokens,
      receive: intake.receive,
      metrics: metrics.serve,
      alerts: alertsApi.serve,
      keys: signing?.publish,
    });

    if (tokens.pageClientId !== undefined)
      page?.publish({
        issuer: tokens.issuer,
        clientId: tokens.pageClientId,
        apiUrl: api.url,
        audience: settings.tokens?.audience[0],
      });

    new CfnOutput(this, 'ApiUrl', {
      value: api.url,
      description: 'EHRs push to /fhir, the page reads /programs, clinicians acknowledge at /alerts',
    });
    if (signing !== undefined) {
      new CfnOutput(this, 'PublicKeys', {
        value: `${api.url}.well-known/jwks.json`,
        description: "For the EHR's team: where this pipeline's public keys are (JWKS URL)",
      });
      new CfnOutput(this, 'SigningKeys', { value: signing.sign.value, description: 'For npm run doctor' });
    }
    new CfnOutput(this, 'OutcomesTable', {
      value: store.outcomes.tableName,
      description: 'For npm run shadow and npm run rescore',
    });
    new CfnOutput(this, 'ResponsesQueue', {
      value: intake.responses.queue.queueUrl,
      description: 'For npm run rescore',
    });
    new CfnOutput(this, 'ImportsBucket', {
      value: imports.objects.bucketName,
      description: 'Drop NDJSON under imports/<source>/, or use npm run import',
    });
    new CfnOutput(this, 'SnapshotsBucket', {
      value: metrics.snapshots.bucketName,
      description: 'For npm run restatements',
    });
    new CfnOutput(this, 'OperationsTable', {
      value: store.operations.tableName,
      description: 'For npm run import and npm run restatements',
    });
    new CfnOutput(this, 'SafetyAlerts', {
      value: alerts.topic.topicArn,
      description: 'Subscribe a clinician',
    });
    new CfnOutput(this, 'SafetyEvents', {
      value: alerts.bus.eventBusName,
      description: 'Put a rule here: a pager, a ticket, a message in the EHR',
    });
    new CfnOutput(this, 'OperationsAlarms', {
      value: alarms.topic.topicArn,
      description: 'Subscribe an operator',
    });

    if (settings.metrics.minimumCell < 11)
      Annotations.of(this).addWarningV2(
        'outcomes:minimum-cell',
        `metrics.minimumCell is ${settings.metrics.minimumCell}: figures of so few people can point at a person. CMS shows none below 11.`,
      );
  }
}

/** Where nobody else serves it, and people can sign in to it. */
function isPageServed({ pageOrigins, tokens }: Settings): boolean {
  return pageOrigins === undefined && (tokens === undefined || tokens.pageClientId !== undefined);
}
