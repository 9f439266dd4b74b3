/** Who calls what in a project, what of it blocks, and from where. */
export type { BlockingCall, Chain, ChainStep, Finding, LoopRoot, Place, Problem, Reach, SkippedFile } from './ask/finding.ts'
export { calleePlace } from './ask/chains.ts'
export { contentsOfLine, explainCall, explainFunction, nearestFunction, phraseOf, projectCounts } from './ask/explain.ts'
export type {
  Asked,
  BlockingBelow,
  CallExplanation,
  DeadEnd,
  FunctionExplanation,
  LineContents,
  OffLoop,
  ProjectCounts,
  Route,
  Runs,
  UnknownCall,
  UnknownReason,
} from './ask/explain.ts'
export { isOffLoopFile, isToolFile } from './join/off-loop-file.ts'
export type { Reachability } from './ask/reachable.ts'
export { isArrayHost } from './join/hosts.ts'
export { isSyncTransaction } from './join/transactions.ts'
export type { BlockingSite, CallSite, Edge, FunctionUse, Graph, SyncTransaction } from './join/graph.ts'
export type { FunctionNode, Target } from './join/target.ts'
export type { Declared, TypeSource } from './join/types.ts'
export { parseFile, ParseError } from './parse/file.ts'
export type { Comment, Node, ParsedFile, Program } from './parse/file.ts'
export { LineIndex } from './parse/source.ts'
export { childrenOf, walk } from './parse/walk.ts'
export { openProject } from './project.ts'
export type { OpenOptions, Project } from './project.ts'
export { readText, ReadError } from './store/read.ts'
export type { ReadStats } from './store/sources.ts'
export type { CallSummary, FileSummary, FunctionSummary, UseSummary, Value } from './summarise/summary.ts'
export { neverRejects } from './ask/never-rejects.ts'
export { isHandled, rejectionsOf } from './summarise/rejections.ts'
export { buildScopes, identifiersOf } from './summarise/scopes.ts'
export type { Scopes } from './summarise/scopes.ts'
export { buildReferences } from './summarise/references.ts'
export type { Mention, References } from './summarise/references.ts'
export { isReloader, isReloaderPackage } from './summarise/specifiers.ts'
export { areRequestAndResponse } from './summarise/request-names.ts'
export { bare, isExports, nameOf } from './summarise/values.ts'
export { connectionsIn, isInTransaction, isRetried } from './effects/connections.ts'
export { Effects } from './effects/effects.ts'
export type { Callee, EffectFile, EffectHost, EffectOptions } from './effects/host.ts'
export { isBad } from './effects/verdicts.ts'
export { fileHost } from './effects/file-host.ts'
export { rootOf } from './effects/fresh.ts'
export { graphHost } from './effects/graph-host.ts'
export { isSameSource, looksLikeRead } from './effects/looks-like-read.ts'
export { beforeSteps, isConnectionName, isGuardName, lastName, memberName, namesAlong, wordsOf } from './effects/names.ts'
export type { Effect, EffectKind } from './effects/outside.ts'
export { joinedAwaits } from './edits/joined-awaits.ts'
export type { JoinedGroup, JoinedItem, TextEdit } from './edits/joined-awaits.ts'
export { indentAt, indentStep, layoutOf } from './edits/layout.ts'
export type { Layout } from './edits/layout.ts'
export { nameOfFunction } from './summarise/functions.ts'
