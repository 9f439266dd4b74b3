/** What load the servers get. */
import type { ComponentChild } from 'preact'
import { mostClients, works } from './messages.ts'
import type { Settings, WorkName } from './messages.ts'

/** The route, the number of clients, and the button that starts and stops them. */
export function Controls({ settings, onSettings }: { readonly settings: Settings; onSettings(settings: Settings): void }): ComponentChild {
  const { isLoaded, work, clients } = settings
  return (
    <form
      class="controls"
      onSubmit={(event) => {
        event.preventDefault()
        onSettings({ ...settings, isLoaded: !isLoaded })
      }}
    >
      <label>
        Heavy route
        <select value={work} onChange={(event) => onSettings({ ...settings, work: event.currentTarget.value as WorkName })}>
          {Object.entries(works).map(([name, title]) => (
            <option key={name} value={name}>
              /{name}: {title}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>
          Clients: <output>{clients}</output>
        </span>
        <input
          type="range"
          min={1}
          max={mostClients}
          value={clients}
          aria-label="Clients"
          onChange={(event) => onSettings({ ...settings, clients: event.currentTarget.valueAsNumber })}
        />
      </label>
      <button type="submit" class={isLoaded ? 'stop' : 'start'}>
        {isLoaded ? 'Stop the load' : 'Start the load'}
      </button>
    </form>
  )
}
