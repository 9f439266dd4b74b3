/** Markers for the calls that stay sync although they can run on the loop. */
import type { BlockingSite } from '@offloop/analysis'
import { EditSet } from '../edit/edits.ts'
import { mark } from '../edit/marker.ts'
import { chainAround } from '../rewrite/await.ts'
import type { Sources } from '../rewrite/source.ts'
import type { PlacedWall } from './needs.ts'
import type { FileEdits } from './plan.ts'

/** Edits that put a marker at each call that stays sync, and take away those that are out of date. */
export function writeMarkers(
  walls: Iterable<readonly [BlockingSite, PlacedWall]>,
  chain: (site: BlockingSite) => string,
  sources: Sources,
): readonly FileEdits[] {
  const edits = new EditSet()
  for (const [site, wall] of walls) {
    const source = sources.of(site.file)
    mark(edits, source, chainAround(source.callNode(site.call)).start, wall.reason, chain(site))
  }
  return edits.files
}
