/** Who calls what in a project, what of it blocks, and from where. */
export type { BlockingCall, Chain, ChainStep, Finding, LoopRoot, Place, Problem, Reach } from './ask/finding.ts'
export { openProject } from './project.ts'
export type { OpenOptions, Project } from './project.ts'
