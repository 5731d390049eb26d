import { expect, it } from 'vitest';
import { parseWebgpuOptions } from '@/lib/engine/webgpuOptions';

it('reads options of the provider, separated by commas', () => {
  expect(parseWebgpuOptions('validationMode=wgpuOnly, enableRobustness=false,')).toEqual({
    validationMode: 'wgpuOnly',
    enableRobustness: false,
  });
  expect(parseWebgpuOptions('')).toEqual({});
});

it.each([
  ['enableGraphCapture=true', 'enableGraphCapture'],
  ['validationMode=off', 'validationMode'],
  ['enableRobustness', 'enableRobustness'],
  ['uniformBufferCacheMode=bucket', 'uniformBufferCacheMode'],
])('refuses %s, and says what is wrong with it and what there is', (text, named) => {
  const parse = () => parseWebgpuOptions(text);
  expect(parse).toThrow(named);
  expect(parse).toThrow(expect.objectContaining({ code: 'invalid_config' }));
  expect(parse).toThrow('storageBufferCacheMode');
});
