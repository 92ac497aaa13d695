/**
 * EventBridge Scheduler: schedules of the template, by hand or by the clock. The target is a function;
 * the schedule's own role must be allowed to invoke it.
 *
 * Source: https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import type { AccessControl } from './access-control.ts';
import { CloudError } from './cloud-error.ts';
import type { LocalFunction } from './lambda.ts';
import { ACCOUNT } from './resource-names.ts';
import { nextDue } from './schedule-expression.ts';
import type { Stack } from './stack.ts';

export interface Schedule {
  readonly logicalId: string;
  readonly name: string;
  readonly expression: string;
  readonly timeZone: string;
  readonly enabled: boolean;
  /** Invokes the target now; gives the function's answer. Throws `function-failed`. */
  readonly run: (scheduledTime: Date) => Promise<unknown>;
}

interface ScheduleProperties {
  readonly ScheduleExpression: string;
  readonly ScheduleExpressionTimezone?: string;
  readonly State?: string;
  readonly Target: { readonly Arn: string; readonly RoleArn: string; readonly Input?: string };
}

/** Throws `property-unsupported` for a target that is not a function of the stack. */
export function readSchedules(
  stack: Stack,
  access: AccessControl,
  functionOf: (nameOrArn: string) => LocalFunction,
): readonly Schedule[] {
  return stack.ids('AWS::Scheduler::Schedule').map((logicalId) => {
    const properties = stack.properties<ScheduleProperties>(logicalId);
    const { Arn, RoleArn, Input } = properties.Target;
    const timeZone = properties.ScheduleExpressionTimezone ?? 'UTC';
    nextDue(properties.ScheduleExpression, timeZone, new Date(0));
    const target = functionOf(Arn);
    const roleId = stack.byArn(RoleArn);
    if (roleId === undefined) {
      throw new CloudError(
        'property-unsupported',
        `${logicalId} has the role ${RoleArn}, which is not in the template.`,
      );
    }

    return {
      logicalId,
      name: stack.ref(logicalId),
      expression: properties.ScheduleExpression,
      timeZone,
      enabled: properties.State !== 'DISABLED',
      run: async (scheduledTime) => {
        const permission = { action: 'lambda:InvokeFunction', resource: target.spec.arn };
        const denial = access.enforce({ logicalId, roleId }, [permission]);
        if (denial !== undefined) throw new CloudError('function-failed', `${logicalId}: ${denial.message}`);
        return target.invoke(eventOf(stack.arn(logicalId), stack.region, scheduledTime, Input));
      },
    };
  });
}

/** Runs every enabled schedule when it is due; a run that fails is told and the clock goes on. */
export function startClock(
  schedules: readonly Schedule[],
  onProblem: (text: string) => void,
): { readonly stop: () => void } {
  const start = new Date();
  const timers = new Set<NodeJS.Timeout>();

  function arm(schedule: Schedule, after: Date): void {
    const due = nextDue(schedule.expression, schedule.timeZone, after, start);
    if (due !== undefined) waitUntil(schedule, due);
  }

  /** Timers hold at most 24 days, so long waits are cut into days. */
  function waitUntil(schedule: Schedule, due: Date): void {
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        if (Date.now() < due.getTime()) return waitUntil(schedule, due);
        schedule.run(due).catch((error: Error) => onProblem(`${schedule.name}: ${error.message}`));
        arm(schedule, due);
      },
      Math.min(due.getTime() - Date.now(), 86_400_000),
    );
    timer.unref();
    timers.add(timer);
  }

  for (const schedule of schedules) if (schedule.enabled) arm(schedule, start);
  return {
    stop: () => {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** The target's input with its context attributes, else the standard event. */
function eventOf(scheduleArn: string, region: string, scheduledTime: Date, input?: string): unknown {
  const time = scheduledTime.toISOString().replace(/\.\d+Z$/, 'Z');
  const id = randomUUID();
  if (input === undefined) {
    return {
      version: '0',
      id,
      'detail-type': 'Scheduled Event',
      source: 'aws.scheduler',
      account: ACCOUNT,
      time,
      region,
      resources: [scheduleArn],
      detail: '{}',
    };
  }
  return JSON.parse(
    input
      .replaceAll('<aws.scheduler.scheduled-time>', time)
      .replaceAll('<aws.scheduler.schedule-arn>', scheduleArn)
      .replaceAll('<aws.scheduler.execution-id>', id)
      .replaceAll('<aws.scheduler.attempt-number>', '1'),
  );
}
