/** The source of the heavy function, and the two lines by which the second server differs. */
import type { ComponentChild } from 'preact'
import type { WorkName, WorkSource } from './messages.ts'

const signs: Readonly<Record<string, string>> = { '+': 'added', '-': 'removed' }

/** Both, side by side where there is room. */
export function Difference({ work, source }: { readonly work: WorkName; readonly source: WorkSource }): ComponentChild {
  return (
    <section class="sources">
      <div>
        <h2>The function behind /{work}</h2>
        <p class="quiet">An ordinary exported function; both servers import it.</p>
        <pre tabindex={0}>{source.function}</pre>
      </div>
      <div>
        <h2>What the second server changes</h2>
        <p class="quiet">The import, and the line of the route.</p>
        <pre tabindex={0} id="difference">
          {source.difference.map((line) => {
            const sign = signs[line[0] ?? '']
            return (
              <span key={line} class={sign}>
                {`${line}\n`}
              </span>
            )
          })}
        </pre>
      </div>
    </section>
  )
}
