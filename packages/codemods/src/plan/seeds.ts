/** Why a blocking call can't be rewritten in its place. */
import type { BlockingSite } from '@offloop/analysis'
import type { Obstacle } from '../rewrite/await.ts'
import { callObstacle } from '../rewrite/call.ts'
import { descriptorGroup } from '../rewrite/descriptors.ts'
import { errorObstacle } from './callback-contract.ts'
import { keepsCallback, withheld } from './needs.ts'
import { interruptionObstacle } from './interruption.ts'
import type { NeedSearch } from './needs.ts'
import { isOffloaded, offloadObstacle } from './offload.ts'
import { compoundObstacle } from './read-modify-write.ts'
import { unawaitedObstacle } from './unawaited.ts'

/** What stands against it in its arguments, its place, or the calls that it can't be taken apart from. */
export function seedObstacle(seed: BlockingSite, seeds: readonly BlockingSite[], search: NeedSearch): Obstacle | undefined {
  const source = search.sources.of(seed.file)
  return (
    (isOffloaded(seed.api) ? offloadObstacle(seed, search) : callObstacle(seed, source, search.graph, search.oracle)) ??
    compoundObstacle(seed, source.callNode(seed.call), true, search) ??
    interruptionObstacle(seed, source.callNode(seed.call), search) ??
    unawaitedObstacle(seed, source.callNode(seed.call), search) ??
    search.tests.mockObstacle(seed) ??
    withheld(search, seed.file, seed.call.start) ??
    (seed.twin?.form !== 'exists' && keepsCallback(seed.fn, search)
      ? errorObstacle(source.callNode(seed.call), seed, search.sources)
      : undefined) ??
    groupObstacle(seed, seeds, search)
  )
}

/** The calls that share a file descriptor go together. */
function groupObstacle(seed: BlockingSite, seeds: readonly BlockingSite[], search: NeedSearch): Obstacle | undefined {
  const group = descriptorGroup(seed, search.sources.of(seed.file), search.graph) ?? []
  for (const each of group) {
    if (!seeds.includes(each)) return { reason: 'fd-api', message: `${each.call.calleeText} takes the same file descriptor and stays` }
    const held = search.tests.mockObstacle(each) ?? withheld(search, each.file, each.call.start)
    if (held) return held
  }
  return undefined
}
