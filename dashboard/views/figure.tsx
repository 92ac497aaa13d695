import type { ComponentChildren } from 'preact';

interface FigureProps {
  readonly id: string;
  readonly title: string;
  /** Said on paper, where nobody can see what is chosen. */
  readonly printedTitle?: string;
  /** Stands where the chart would be, when there is nothing to draw: never an empty chart. */
  readonly instead?: string;
  readonly children?: ComponentChildren;
}

export function Figure({ id, title, printedTitle, instead, children }: FigureProps) {
  return (
    <section class="figure" aria-labelledby={`${id}-title`} data-figure={id}>
      <h2 id={`${id}-title`}>
        {title}
        {printedTitle !== undefined && <span class="only-printed">: {printedTitle}</span>}
      </h2>
      {instead === undefined ? children : <p class="figure-instead">{instead}</p>}
    </section>
  );
}

interface TwinTableProps {
  readonly caption: string;
  readonly columns: readonly string[];
  /** The first cell of a row names it. */
  readonly rows: readonly (readonly string[])[];
}

/** The same figures as the chart, as a table: for screen readers, for copying, for checking. */
export function TwinTable({ caption, columns, rows }: TwinTableProps) {
  return (
    <details class="twin">
      <summary>
        Show as a table<span class="visually-hidden">: {caption}</span>
      </summary>
      <DataTable caption={caption} columns={columns} rows={rows} />
    </details>
  );
}

export function DataTable({ caption, columns, rows }: TwinTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard
    <section class="table-frame" tabIndex={0} aria-label={`Table: ${caption}`}>
      <table>
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((name, i) =>
              name === '' ? (
                <td key={name} />
              ) : (
                <th key={name} scope="col" class={i === 0 ? 'row-name' : ''}>
                  {name}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...cells]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {cells.map((cell, i) => (
                <td key={columns[i + 1]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Where a share of 0..1 lies on a line, and how much of it that is. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(2)}%`;
}
