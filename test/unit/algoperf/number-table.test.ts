import assert from 'node:assert/strict';
import fc from 'fast-check';
import test from 'node:test';
import { numberIn, openCsv, rowsOf } from '../../../harness/algoperf/number-table.ts';

const read = (field: string): number => numberIn(`x,${field},y`, 2, 2 + field.length);

test('a field is read as JavaScript reads the number, to the last bit', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      for (const text of [String(value), value.toExponential(), value.toFixed(16)])
        assert.ok(Object.is(read(text), Number(text)), text);
    }),
    { numRuns: 5000 },
  );
});

test('decimals of 15 to 19 digits, as logs have them, are read to the last bit', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{1,8}\.\d{8,18}$/), (text) => {
      assert.equal(read(text), Number(text));
    }),
    { numRuns: 5000 },
  );
});

test('what is no finite number is NaN', () => {
  for (const field of ['', ' ', '.', 'nan', 'inf', '-inf', '1.2.3', '1 2', 'Infinity'])
    assert.ok(Number.isNaN(read(field)), field);
});

test('rows know how many fields they have; ends of lines, quotes and empty lines do not matter', () => {
  const csv = openCsv('a,b,"c"\r\n1,"2",3\r\n\n4,5\n6,,7,8');
  assert.deepEqual(csv.header, ['a', 'b', 'c']);
  assert.deepEqual(
    rowsOf(csv, [2, 1, -1]).map(({ fields, numbers }) => [fields, ...numbers]),
    [
      [3, 3, 2, NaN],
      [2, NaN, 5, NaN],
      [4, 7, NaN, NaN],
    ],
  );
  assert.deepEqual(rowsOf(openCsv('a,b'), [0]), []);
});
