'use client';
import { type FormEvent, useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type NewToken as CreatedToken, newTokenSchema, tokenRoles } from '@/lib/domain/token';
import { messageOf, postJson } from '../client/api';
import { CopyButton } from '../components/ui/CopyButton';
import { Dialog, DialogActions, DialogClose } from '../components/ui/Dialog';
import { Segments } from '../components/ui/Segments';
import styles from './settings.module.css';

type Role = (typeof tokenRoles)[number];

/** Asks for name and role, then shows the secret, which exists nowhere else, once. */
export function NewToken({ onCreated }: { onCreated: () => Promise<void> }) {
  const words = useTranslations('settings.tokens');
  const [isOpen, setOpen] = useState(false);
  const [created, setCreated] = useState<CreatedToken>();
  const change = (next: boolean) => {
    setOpen(next);
    setCreated(undefined);
  };
  return (
    <Dialog
      open={isOpen}
      onOpenChange={change}
      trigger={<button type="button">{words('new')}</button>}
      title={created ? words('createdTitle') : words('new')}
      description={created ? words('once') : undefined}
    >
      {created ? (
        <Secret token={created} />
      ) : (
        <TokenForm
          onCreated={(token) => {
            setCreated(token);
            void onCreated();
          }}
        />
      )}
    </Dialog>
  );
}

function TokenForm({ onCreated }: { onCreated: (token: CreatedToken) => void }) {
  const words = useTranslations('settings.tokens');
  const nameId = useId();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('person');
  const [problem, setProblem] = useState<string>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      onCreated(await postJson('/api/v1/tokens', { name, role }, newTokenSchema));
    } catch (error) {
      setProblem(messageOf(error));
    }
  };
  return (
    <form className={styles['form']} onSubmit={(event) => void submit(event)}>
      <div className={styles['field']}>
        <label htmlFor={nameId}>{words('nameLabel')}</label>
        <input
          id={nameId}
          value={name}
          required
          maxLength={80}
          placeholder={words('namePlaceholder')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </div>
      <div className={styles['field']}>
        <span>{words('role')}</span>
        <Segments
          label={words('role')}
          value={role}
          options={tokenRoles.map((value) => ({ value, text: words(`roles.${value}`) }))}
          onChange={setRole}
        />
        <p className="small soft">{words(`rolesMean.${role}`)}</p>
      </div>
      {problem ? (
        <p role="alert" className={styles['problem']} lang="en" translate="no">
          {problem}
        </p>
      ) : null}
      <DialogActions>
        <DialogClose />
        <button type="submit" className="primary">
          {words('create')}
        </button>
      </DialogActions>
    </form>
  );
}

function Secret({ token }: { token: CreatedToken }) {
  const words = useTranslations('settings.tokens');
  return (
    <>
      <code className={styles['secret']} translate="no">
        {token.secret}
      </code>
      <p className="small soft">
        {words.rich(`use.${token.role}`, { code: (chunks) => <code translate="no">{chunks}</code> })}
      </p>
      <DialogActions>
        <CopyButton text={token.secret} label={words('copy')} />
        <DialogClose>{words('kept')}</DialogClose>
      </DialogActions>
    </>
  );
}
