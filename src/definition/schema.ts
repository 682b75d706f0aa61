/**
 * The definition as users write it. Source of services.schema.json, of the validator and of docs/reference.md
 * (npm run generate). Never imported at run time: zod costs 60 ms and 10 MB that a supervisor does not have.
 */
import { z } from 'zod';
import { MAX_SECONDS, MAX_WORKERS, SERVICE_NAME, SETTINGS, type SettingPath, TOP_LEVEL } from './settings.js';

/** Adds the text and the default of the table to a type. */
function setting<T extends z.ZodType>(path: SettingPath, type: T) {
  const { about, ...rest } = SETTINGS[path];
  const value = 'default' in rest ? type.default(rest.default as never) : type;
  return value.optional().describe(about);
}

// A NUL cannot be handed to a process and makes spawn throw; an environment variable's name cannot hold "=" either.
const argument = z.string().regex(/^[^\0]*$/);
const variable = z.string().regex(/^[^\0=]+$/);
// Not z.string().min(1): minLength counts code points, for which the generated validator would need a part of ajv.
const someText = z.string().regex(/^[^\0]+$/);
const name = z.string().regex(SERVICE_NAME);

const config = z.record(z.string(), z.unknown());
const positiveSeconds = z.number().gt(0).max(MAX_SECONDS);
const seconds = z.number().min(0).max(MAX_SECONDS);
const memory = z.union([z.int().min(1), z.string().regex(/^[1-9][0-9]{0,9}[KMG]$/)]);

/** HOST:PORT. */
const address = z
  .string()
  .regex(
    /^(?:\[[0-9A-Fa-f:.]+\]|[^\s:[\]\0]+):(?:[0-9]{1,4}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])$/,
  );

export const serviceSchema = z.strictObject({
  module: setting('module', someText),
  export: setting('export', someText),
  workers: setting('workers', z.union([z.int().min(1).max(MAX_WORKERS), z.literal('auto')])),
  quorum: setting('quorum', z.int().min(1).max(MAX_WORKERS)),
  config: setting('config', config),
  env: setting('env', z.record(variable, argument)),
  nodeArgs: setting('nodeArgs', z.array(argument)),
  after: setting('after', z.array(name)),
  essential: setting('essential', z.boolean()),
  restartMethod: setting('restartMethod', z.enum(['reload', 'mutate'])),
  readyTimeout: setting('readyTimeout', positiveSeconds),
  gracefulShutdownTimeout: setting('gracefulShutdownTimeout', seconds),
  restart: z
    .strictObject({
      intensity: setting('restart.intensity', z.union([z.int().min(0), z.literal('unlimited')])),
      period: setting('restart.period', positiveSeconds),
      backoff: z
        .strictObject({
          initial: setting('restart.backoff.initial', positiveSeconds),
          max: setting('restart.backoff.max', positiveSeconds),
        })
        .optional()
        .describe('The pauses between starts of a worker that keeps crashing.'),
    })
    .optional()
    .describe('The budget from which crashes are paid.'),
  reload: z
    .strictObject({
      surge: setting('reload.surge', z.int().min(1).max(MAX_WORKERS)),
      stableFor: setting('reload.stableFor', seconds),
    })
    .optional()
    .describe('How a reload goes about.'),
  watchdogTimeout: setting('watchdogTimeout', seconds),
  healthInterval: setting('healthInterval', positiveSeconds),
  recycle: z
    .strictObject({
      maxLifetime: setting('recycle.maxLifetime', seconds),
      maxTasks: setting('recycle.maxTasks', z.int().min(0)),
      maxMemory: z
        .strictObject({
          soft: setting('recycle.maxMemory.soft', memory),
          hard: setting('recycle.maxMemory.hard', memory),
        })
        .optional()
        .describe('How much memory a worker may have.'),
    })
    .optional()
    .describe('When a worker is replaced though nothing is wrong with it.'),
  schedulingPolicy: setting('schedulingPolicy', z.enum(['none', 'rr'])),
});

export const definitionSchema = z.strictObject({
  $schema: z.string().optional().describe(TOP_LEVEL.$schema.about),
  config: config.optional().describe(TOP_LEVEL.config.about),
  backdoor: z
    .union([z.int().min(0).max(65535), someText])
    .optional()
    .describe(TOP_LEVEL.backdoor.about),
  log: z
    .strictObject({
      file: someText.optional().describe(TOP_LEVEL['log.file'].about),
      mode: z
        .string()
        .regex(/^0?[0-7]{3}$/)
        .default('0640')
        .optional()
        .describe(TOP_LEVEL['log.mode'].about),
    })
    .optional()
    .describe(TOP_LEVEL.log.about),
  metrics: address.optional().describe(TOP_LEVEL.metrics.about),
  report: z
    .strictObject({
      directory: someText.optional().describe(TOP_LEVEL['report.directory'].about),
      trigger: someText.optional().describe(TOP_LEVEL['report.trigger'].about),
    })
    .optional()
    .describe(TOP_LEVEL.report.about),
  services: z.record(name, serviceSchema).optional().describe(TOP_LEVEL.services.about),
});

/** What a user writes for one service. */
export type ServiceInput = z.input<typeof serviceSchema>;
/** What a user writes. */
export type DefinitionInput = z.input<typeof definitionSchema>;
