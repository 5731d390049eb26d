'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { type TokenRow, tokenListSchema } from '@/lib/domain/token';
import { ApiError, fetchJson } from '../client/api';
import { Timestamp } from '../components/Timestamp';
import { ConfirmDialog } from '../components/ui/ConfirmDialog';
import { useToast } from '../components/ui/Toasts';
import { NewToken } from './NewToken';
import { Section } from './Section';

const tokensKey = ['tokens'];

export function Tokens({ initial }: { initial: TokenRow[] }) {
  const words = useTranslations('settings.tokens');
  const queries = useQueryClient();
  const { data } = useQuery({
    queryKey: tokensKey,
    queryFn: ({ signal }) => fetchJson('/api/v1/tokens', tokenListSchema, { signal }),
    initialData: { tokens: initial },
  });
  const refresh = () => queries.invalidateQueries({ queryKey: tokensKey });
  return (
    <Section title={words('title')} lead={words('lead')}>
      {data.tokens.length === 0 ? (
        <p>{words('none')}</p>
      ) : (
        <div className="scroll-x">
          <table>
            <thead>
              <tr>
                <th scope="col">{words('name')}</th>
                <th scope="col">{words('role')}</th>
                <th scope="col">{words('created')}</th>
                <th scope="col">{words('lastUsed')}</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {data.tokens.map((token) => (
                <tr key={token.id}>
                  <td translate="no">{token.name}</td>
                  <td>{words(`roles.${token.role}`)}</td>
                  <td>
                    <Timestamp ms={token.createdAtMs} />
                  </td>
                  <td>
                    {token.lastUsedAtMs === null ? (
                      words('never')
                    ) : (
                      <Timestamp ms={token.lastUsedAtMs} only="ago" />
                    )}
                  </td>
                  <td>
                    <Revoke token={token} onRevoked={refresh} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div>
        <NewToken onCreated={refresh} />
      </div>
    </Section>
  );
}

function Revoke({ token, onRevoked }: { token: TokenRow; onRevoked: () => Promise<void> }) {
  const words = useTranslations('settings.tokens');
  const toast = useToast();
  const revoke = async () => {
    await deleteToken(token.id);
    await onRevoked();
    toast({ text: words('revoked', { name: token.name }) });
  };
  return (
    <ConfirmDialog
      trigger={
        <button type="button" className="quiet" aria-label={words('revokeOne', { name: token.name })}>
          {words('revoke')}
        </button>
      }
      title={words('revokeTitle', { name: token.name })}
      confirm={words('revoke')}
      danger
      onConfirm={revoke}
    >
      <p>{words('revokeText')}</p>
    </ConfirmDialog>
  );
}

/** @throws ApiError */
async function deleteToken(id: string): Promise<void> {
  const response = await fetch(`/api/v1/tokens/${id}`, { method: 'DELETE' }).catch(() => undefined);
  // Gone is what was wanted, whoever did it.
  if (response?.ok || response?.status === 404) return;
  throw new ApiError(
    'server_unreachable',
    `Revoking the token: the server answered ${response?.status ?? 'nothing'}; try again.`,
  );
}
