/** Runs of a model for property tests, and the random search that is made of them. */
export { type HuntOptions, type HuntResult, hunt } from './hunt/hunt.ts';
export { type JudgeOptions, judge } from './hunt/judge.ts';
export { type TraceOptions, traces } from './hunt/traces.ts';
