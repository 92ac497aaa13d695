interface MeasureChoiceProps {
  /** Of the radio buttons: one for each figure that has such a choice. */
  readonly name: string;
  readonly legend: string;
  readonly measures: readonly { readonly id: string; readonly label: string }[];
  readonly chosen: string | undefined;
  readonly choose: (id: string) => void;
}

/** Which measure a figure shows. */
export function MeasureChoice({ name, legend, measures, chosen, choose }: MeasureChoiceProps) {
  return (
    <fieldset class="measure-choice">
      <legend class="visually-hidden">{legend}</legend>
      {measures.map(({ id, label }) => (
        <label key={id}>
          <input type="radio" name={name} value={id} checked={id === chosen} onChange={() => choose(id)} />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
