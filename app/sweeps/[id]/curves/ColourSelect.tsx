'use client';
import { useTranslations } from 'use-intl';
import { hueCount } from '../../../charts/palette';
import { Select } from '../../../components/ui/Select';
import { useNames } from '../../../format/useFormats';
import { useSweep } from '../SweepProvider';
import { useSelection } from '../selection';

/** What colour stands for. Where there are more variants than colours it says that it was chosen for the reader. */
export function ColourSelect() {
  const words = useTranslations('curves');
  const names = useNames();
  const { sweep } = useSweep().detail;
  const { colour, setColour } = useSelection();
  return (
    <Select
      label={words('colour')}
      value={colour}
      options={[
        {
          value: 'variant',
          text:
            sweep.variantCount > hueCount
              ? words('colourManyVariants', { colours: hueCount })
              : words('colourVariant'),
        },
        ...sweep.factors.map((key) => ({ value: key, text: names.label(key) })),
      ]}
      onChange={setColour}
    />
  );
}
