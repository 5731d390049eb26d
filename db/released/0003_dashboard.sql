PRAGMA foreign_keys = OFF;
BEGIN;
CREATE TABLE "__drizzle_migrations" (
				id SERIAL PRIMARY KEY,
				hash text NOT NULL,
				created_at numeric
			);
CREATE TABLE `corpora` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`source_language` text NOT NULL,
	`target_language` text NOT NULL,
	`licence` text NOT NULL,
	`origin` text NOT NULL,
	`generated` integer NOT NULL,
	`pair_count` integer NOT NULL,
	`distinct_sources` integer NOT NULL,
	`removed` text NOT NULL,
	`fingerprint` text NOT NULL,
	`bytes` integer NOT NULL,
	`created_at_ms` integer NOT NULL
);
CREATE TABLE `login_tokens` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`expires_at_ms` integer NOT NULL
);
CREATE TABLE `logs` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`run_id` text NOT NULL,
	`attempt` integer NOT NULL,
	`time_ms` integer NOT NULL,
	`level` text NOT NULL,
	`text` text NOT NULL,
	FOREIGN KEY (`run_id`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE cascade
);
CREATE TABLE `point_chunks` (
	`run_id` text NOT NULL,
	`metric` text NOT NULL,
	`first_step` integer NOT NULL,
	`last_step` integer NOT NULL,
	`count` integer NOT NULL,
	`steps` blob NOT NULL,
	`point_values` blob NOT NULL,
	`times_ms` blob NOT NULL,
	PRIMARY KEY(`run_id`, `metric`, `first_step`),
	FOREIGN KEY (`run_id`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE cascade
);
CREATE TABLE `runs` (
	`position` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`sweep_id` text NOT NULL,
	`variant_index` integer NOT NULL,
	`seed` integer NOT NULL,
	`state` text DEFAULT 'queued' NOT NULL,
	`cancel_requested` integer DEFAULT false NOT NULL,
	`attempt` integer DEFAULT 0 NOT NULL,
	`lost_attempts` integer DEFAULT 0 NOT NULL,
	`lease_token` text,
	`lease_expires_at_ms` integer,
	`worker_id` text,
	`last_sequence` integer DEFAULT 0 NOT NULL,
	`last_report_at_ms` integer,
	`started_at_ms` integer,
	`attempt_started_at_ms` integer,
	`finished_at_ms` integer,
	`trained_ms` integer DEFAULT 0 NOT NULL,
	`progress` text,
	`facts` text,
	`result` text DEFAULT '{"bestStep":null,"bestEpoch":null,"atBest":{},"last":{}}' NOT NULL,
	`objective_value` real,
	`error_code` text,
	`error_message` text, `failed_attempts` integer DEFAULT 0 NOT NULL, `not_before_ms` integer, `checkpoint_step` integer DEFAULT 0 NOT NULL, `stop_reason` text,
	FOREIGN KEY (`sweep_id`) REFERENCES `sweeps`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`worker_id`) REFERENCES `workers`(`id`) ON UPDATE no action ON DELETE no action
);
CREATE TABLE `samples` (
	`run_id` text NOT NULL,
	`step` integer NOT NULL,
	`split` text NOT NULL,
	`epoch` integer NOT NULL,
	`items` text NOT NULL,
	PRIMARY KEY(`run_id`, `step`, `split`),
	FOREIGN KEY (`run_id`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE cascade
);
CREATE TABLE `sessions` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`expires_at_ms` integer NOT NULL
);
CREATE TABLE `sweeps` (
	`id` text PRIMARY KEY NOT NULL,
	`corpus_id` text NOT NULL,
	`spec` text NOT NULL,
	`dropped` text NOT NULL,
	`variant_count` integer NOT NULL,
	`created_at_ms` integer NOT NULL, `priority` integer DEFAULT 0 NOT NULL, `paused_at_ms` integer, `estimate` text, `owner` text DEFAULT '' NOT NULL, `notes` text DEFAULT '' NOT NULL, `tags` text DEFAULT '[]' NOT NULL, `archived_at_ms` integer,
	FOREIGN KEY (`corpus_id`) REFERENCES `corpora`(`id`) ON UPDATE no action ON DELETE no action
);
CREATE TABLE `variants` (
	`sweep_id` text NOT NULL,
	`variant_index` integer NOT NULL,
	`levels` text NOT NULL,
	`settings` text NOT NULL,
	`config` text NOT NULL,
	`parameter_count` integer NOT NULL,
	PRIMARY KEY(`sweep_id`, `variant_index`),
	FOREIGN KEY (`sweep_id`) REFERENCES `sweeps`(`id`) ON UPDATE no action ON DELETE cascade
);
CREATE TABLE `workers` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`hostname` text NOT NULL,
	`pid` integer NOT NULL,
	`engine` text NOT NULL,
	`device` text NOT NULL,
	`threads` integer NOT NULL,
	`version` text NOT NULL,
	`last_seen_at_ms` integer NOT NULL
, `calibration` text, `duty` text DEFAULT 'work' NOT NULL);
CREATE TABLE `artifact_contents` (
	`sha256` text PRIMARY KEY NOT NULL,
	`content` text NOT NULL
);
CREATE TABLE `artifacts` (
	`run_id` text NOT NULL,
	`name` text NOT NULL,
	`media_type` text NOT NULL,
	`sha256` text NOT NULL,
	PRIMARY KEY(`run_id`, `name`),
	FOREIGN KEY (`run_id`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`sha256`) REFERENCES `artifact_contents`(`sha256`) ON UPDATE no action ON DELETE no action
);
CREATE TABLE `hypotheses` (
	`run_id` text NOT NULL,
	`moment` text NOT NULL,
	`first_sentence` integer NOT NULL,
	`step` integer NOT NULL,
	`epoch` real NOT NULL,
	`test_set` text NOT NULL,
	`items` text NOT NULL,
	PRIMARY KEY(`run_id`, `moment`, `first_sentence`),
	FOREIGN KEY (`run_id`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE cascade
);
CREATE TABLE `scores` (
	`run_id` text NOT NULL,
	`moment` text NOT NULL,
	`metric` text NOT NULL,
	`value` real,
	`signature` text NOT NULL,
	`step` integer NOT NULL,
	`epoch` real NOT NULL,
	`test_set` text NOT NULL,
	`sentences` integer NOT NULL,
	PRIMARY KEY(`run_id`, `moment`, `metric`),
	FOREIGN KEY (`run_id`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE cascade
);
CREATE TABLE `test_set_parts` (
	`test_set` text NOT NULL,
	`first_sentence` integer NOT NULL,
	`items` text NOT NULL,
	PRIMARY KEY(`test_set`, `first_sentence`)
);
CREATE TABLE `attempts` (
	`run_id` text NOT NULL,
	`attempt` integer NOT NULL,
	`worker_name` text NOT NULL,
	`started_at_ms` integer NOT NULL,
	`ended_at_ms` integer,
	`resumed_from_step` integer DEFAULT 0 NOT NULL,
	`outcome` text,
	`error_code` text,
	`error_message` text,
	PRIMARY KEY(`run_id`, `attempt`),
	FOREIGN KEY (`run_id`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE cascade
);
CREATE TABLE `decisions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`sweep_id` text NOT NULL,
	`run_id` text NOT NULL,
	`at_ms` integer NOT NULL,
	`decision` text NOT NULL,
	FOREIGN KEY (`sweep_id`) REFERENCES `sweeps`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`run_id`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE cascade
);
CREATE TABLE `api_tokens` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`token_hash` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`last_used_at_ms` integer
);
CREATE TABLE `models` (
	`run_id` text NOT NULL,
	`moment` text NOT NULL,
	`step` integer NOT NULL,
	`epoch` real NOT NULL,
	`sha256` text NOT NULL,
	`bytes` integer NOT NULL,
	`created_at_ms` integer NOT NULL,
	PRIMARY KEY(`run_id`, `moment`),
	FOREIGN KEY (`run_id`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE cascade
);
CREATE UNIQUE INDEX `corpora_slug_unique` ON `corpora` (`slug`);
CREATE UNIQUE INDEX `corpora_fingerprint_unique` ON `corpora` (`fingerprint`);
CREATE INDEX `logs_run` ON `logs` (`run_id`,`id`);
CREATE UNIQUE INDEX `runs_id_unique` ON `runs` (`id`);
CREATE INDEX `runs_sweep` ON `runs` (`sweep_id`,`state`);
CREATE INDEX `runs_state` ON `runs` (`state`,`position`);
CREATE UNIQUE INDEX `workers_hostname_name` ON `workers` (`hostname`,`name`);
CREATE INDEX `artifacts_content` ON `artifacts` (`sha256`);
CREATE INDEX `decisions_sweep` ON `decisions` (`sweep_id`,`id`);
CREATE INDEX `decisions_run` ON `decisions` (`run_id`);
CREATE UNIQUE INDEX `api_tokens_token_hash_unique` ON `api_tokens` (`token_hash`);
CREATE INDEX `models_file` ON `models` (`sha256`);
INSERT INTO "__drizzle_migrations" VALUES (NULL, '7b072acb4f3d8a292f54236fa82e3a85763f27001c4bee2e5f50f2e637babae1', 1795469854695);
INSERT INTO "__drizzle_migrations" VALUES (NULL, '54e66725431ab02ec146290c7f9842f41217471797ed933017fa4a0d7788daec', 1795561185868);
INSERT INTO "__drizzle_migrations" VALUES (NULL, '7c7d20135299734c9eec88b31a26c22ee6a0959eb988d3a184f5948b6a16ca7a', 1795566787061);
INSERT INTO "__drizzle_migrations" VALUES (NULL, '58655bc807c16c2d6c6c044c1f1bfe2b0370b00a5d641f3dc1381359c579413d', 1795571557101);
INSERT INTO "corpora" VALUES ('zq1efsrsv9tt', 'phrasebook', 'Phrasebook', 'en', 'zh', 'CC0-1.0 (generated with the project)', 'Generated from a bilingual grammar that ships with Heldout; not human text.', 1, 60, 60, '{}', '7a13032b1b7167d44be84698d38ff81f4e55dbe6a7f6a4d5b01850c9b4380bc8', 2560, 1700000000000);
INSERT INTO "corpora" VALUES ('437tw21mk7vv', 'compiler-messages', 'Compiler messages', 'en', 'zh', 'Apache-2.0', 'Messages of the TypeScript 6.0.3 compiler in English and, translated by people at its publisher, in Chinese: real sentences, all in the register of software.', 0, 3, 3, '{}', '34643a0d484c396187dac568cb9391bcac43cde0e62f69aa3a54b322d74996b7', 123, 1700000000000);
INSERT INTO "corpora" VALUES ('gvkcz314jcr5', 'cats', 'Cats', 'en', 'zh', 'not stated', 'Imported from the tab-separated file Cats.', 0, 40, 40, '{}', '4bafd5834a6851e8b588b64dce36cfcd37c22c26fbddb07baf5ec87ce5238792', 1700, 1700000055000);
INSERT INTO "corpora" VALUES ('ehnxq9f791b2', 'dogs', 'Dogs', 'en', 'zh', 'not stated', 'Imported from the tab-separated file Dogs.', 0, 40, 40, '{}', 'affc68fa7064bc75ea09b1a783f37a3bd2e31f290fadbef2fd0d2a9ad143cea5', 1780, 1700000155000);
INSERT INTO "login_tokens" VALUES ('72093023bea4ded9f46cb24d869953c0e154c876200a392347898c8d52fef8fc', 1700043250000);
INSERT INTO "logs" VALUES (1, '62g07e3mj4yh', 1, 1700000001000, 'info', 'begun');
INSERT INTO "logs" VALUES (2, 'hzn1epkmanbn', 1, 1700000046000, 'error', 'the loss is NaN');
INSERT INTO "point_chunks" VALUES ('62g07e3mj4yh', 'train/runningLoss', 0, 31, 32, X'000000000100000002000000030000000400000005000000060000000700000008000000090000000A0000000B0000000C0000000D0000000E0000000F000000100000001100000012000000130000001400000015000000160000001700000018000000190000001A0000001B0000001C0000001D0000001E0000001F000000', X'00000000000014409A999999999913403333333333331340CDCCCCCCCCCC1240666666666666124000000000000012409A999999999911403333333333331140CDCCCCCCCCCC1040666666666666104000000000000010403333333333330F406666666666660E409A99999999990D40CDCCCCCCCCCC0C400000000000000C403333333333330B406666666666660A409A99999999990940CDCCCCCCCCCC08400000000000000840333333333333074066666666666606409A99999999990540CDCCCCCCCCCC04400000000000000440333333333333034066666666666602409A99999999990140CDCCCCCCCCCC00400000000000000040666666666666FE3F', X'00000000000000000000000000408F400000000000409F40000000000070A740000000000040AF40000000000088B340000000000070B740000000000058BB40000000000040BF40000000000094C140000000000088C34000000000007CC540000000000070C740000000000064C940000000000058CB4000000000004CCD40000000000040CF4000000000009AD040000000000094D14000000000008ED240000000000088D340000000000082D44000000000007CD540000000000076D640000000000070D74000000000006AD840000000000064D94000000000005EDA40000000000058DB40000000000052DC4000000000004CDD40000000000046DE40');
INSERT INTO "point_chunks" VALUES ('62g07e3mj4yh', 'train/runningLoss', 32, 32, 1, X'20000000', X'CCCCCCCCCCCCFC3F', X'000000000040DF40');
INSERT INTO "point_chunks" VALUES ('62g07e3mj4yh', 'train/runningLoss', 33, 33, 1, X'21000000', X'343333333333FB3F', X'00000000001DE040');
INSERT INTO "point_chunks" VALUES ('62g07e3mj4yh', 'train/runningLoss', 34, 34, 1, X'22000000', X'9A9999999999F93F', X'00000000009AE040');
INSERT INTO "point_chunks" VALUES ('62g07e3mj4yh', 'train/runningLoss', 35, 35, 1, X'23000000', X'000000000000F83F', X'000000000017E140');
INSERT INTO "point_chunks" VALUES ('62g07e3mj4yh', 'train/runningLoss', 36, 36, 1, X'24000000', X'666666666666F63F', X'000000000094E140');
INSERT INTO "point_chunks" VALUES ('62g07e3mj4yh', 'train/runningLoss', 37, 37, 1, X'25000000', X'CCCCCCCCCCCCF43F', X'000000000011E240');
INSERT INTO "point_chunks" VALUES ('62g07e3mj4yh', 'train/runningLoss', 38, 38, 1, X'26000000', X'343333333333F33F', X'00000000008EE240');
INSERT INTO "point_chunks" VALUES ('62g07e3mj4yh', 'train/runningLoss', 39, 39, 1, X'27000000', X'9A9999999999F13F', X'00000000000BE340');
INSERT INTO "point_chunks" VALUES ('62g07e3mj4yh', 'validation/loss', 10, 20, 2, X'0A00000014000000', X'00000000000008400000000000001040', X'000000000088C340000000000088D340');
INSERT INTO "point_chunks" VALUES ('62g07e3mj4yh', 'test/bleu', 10, 20, 2, X'0A00000014000000', X'0000000000003F400000000000002840', X'000000000088C340000000000088D340');
INSERT INTO "point_chunks" VALUES ('hzn1epkmanbn', 'validation/loss', 10, 20, 2, X'0A00000014000000', X'000000000000F87F000000000000F07F', X'000000000088C340000000000088D340');
INSERT INTO "point_chunks" VALUES ('b49a9fwjqwvj', 'validation/loss', 10, 10, 1, X'0A000000', X'0000000000000440', X'000000000088C340');
INSERT INTO "point_chunks" VALUES ('nmv3a11cjtjp', 'validation/loss', 10, 10, 1, X'0A000000', X'0000000000001440', X'0080ED63FEBC7842');
INSERT INTO "point_chunks" VALUES ('nmv3a11cjtjp', 'test/bleu', 10, 10, 1, X'0A000000', X'0000000000000840', X'0080ED63FEBC7842');
INSERT INTO "point_chunks" VALUES ('nmv3a11cjtjp', 'validation/loss', 20, 20, 1, X'14000000', X'0000000000001440', X'00002C64FEBC7842');
INSERT INTO "point_chunks" VALUES ('nmv3a11cjtjp', 'test/bleu', 20, 20, 1, X'14000000', X'0000000000000840', X'00002C64FEBC7842');
INSERT INTO "point_chunks" VALUES ('pm86jr7d2vm0', 'validation/loss', 10, 10, 1, X'0A000000', X'0000000000001840', X'0000A964FEBC7842');
INSERT INTO "point_chunks" VALUES ('pm86jr7d2vm0', 'test/bleu', 10, 10, 1, X'0A000000', X'0000000000000840', X'0000A964FEBC7842');
INSERT INTO "point_chunks" VALUES ('pm86jr7d2vm0', 'validation/loss', 20, 20, 1, X'14000000', X'0000000000001840', X'0080E764FEBC7842');
INSERT INTO "point_chunks" VALUES ('pm86jr7d2vm0', 'test/bleu', 20, 20, 1, X'14000000', X'0000000000000840', X'0080E764FEBC7842');
INSERT INTO "point_chunks" VALUES ('4jzbbv8hsq8c', 'validation/loss', 10, 10, 1, X'0A000000', X'0000000000001C40', X'00806465FEBC7842');
INSERT INTO "point_chunks" VALUES ('4jzbbv8hsq8c', 'test/bleu', 10, 10, 1, X'0A000000', X'0000000000000840', X'00806465FEBC7842');
INSERT INTO "point_chunks" VALUES ('4jzbbv8hsq8c', 'validation/loss', 20, 20, 1, X'14000000', X'0000000000001C40', X'0000A365FEBC7842');
INSERT INTO "point_chunks" VALUES ('4jzbbv8hsq8c', 'test/bleu', 20, 20, 1, X'14000000', X'0000000000000840', X'0000A365FEBC7842');
INSERT INTO "point_chunks" VALUES ('2pme4hc8e1q2', 'validation/loss', 10, 10, 1, X'0A000000', X'0000000000002040', X'0080E165FEBC7842');
INSERT INTO "point_chunks" VALUES ('2pme4hc8e1q2', 'test/bleu', 10, 10, 1, X'0A000000', X'0000000000000840', X'0080E165FEBC7842');
INSERT INTO "point_chunks" VALUES ('2pme4hc8e1q2', 'validation/loss', 20, 20, 1, X'14000000', X'0000000000002040', X'00002066FEBC7842');
INSERT INTO "point_chunks" VALUES ('2pme4hc8e1q2', 'test/bleu', 20, 20, 1, X'14000000', X'0000000000000840', X'00002066FEBC7842');
INSERT INTO "point_chunks" VALUES ('gp93dsj1c8zy', 'validation/loss', 0, 10, 2, X'000000000A000000', X'00000000000014400000000000001040', X'0080577CFEBC78420080577CFEBC7842');
INSERT INTO "point_chunks" VALUES ('gp93dsj1c8zy', 'test/bleu', 0, 10, 2, X'000000000A000000', X'00000000000000000000000000001C40', X'0080577CFEBC78420080577CFEBC7842');
INSERT INTO "runs" VALUES (1, '62g07e3mj4yh', '8tp74pf5ew7f', 0, 1, 'finished', 0, 1, 0, '4QClhmcZWaLv53aLe0_t0f28rHO_j--nQLciupbZzOo', NULL, 'yzeh96qmebjn', 43, 1700000044000, 1700000001000, NULL, 1700000045000, 44000, '{"step":10,"totalSteps":20,"epoch":1,"totalEpochs":2}', '{"parameterCount":10,"summary":[],"data":{"trainPairs":1,"validationPairs":1,"testPairs":3,"tooLongPairs":0,"cutPairs":{"validation":0,"test":0},"sourceVocabulary":5,"targetVocabulary":5,"corpusFingerprint":"cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc","splitHash":"dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd","testHash":"eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee","sampleHash":"ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff","batchFill":1},"bleuSignature":"nrefs:1|tok:zh","environment":{"node":"v20"}}', '{"bestStep":10,"bestEpoch":1,"atBest":{"test/bleu":31,"train/runningLoss":4,"validation/loss":3},"last":{"test/bleu":12,"train/runningLoss":1.1,"validation/loss":4}}', 3.0, NULL, NULL, 0, NULL, 0, NULL);
INSERT INTO "runs" VALUES (2, 'hzn1epkmanbn', '8tp74pf5ew7f', 1, 1, 'failed', 0, 1, 0, 'ycVVyTN0BaQaV6tKb2hSyATePoxaWiRE-SYkXkBThwc', NULL, 'yzeh96qmebjn', 1, 1700000047000, 1700000046000, NULL, 1700000048000, 2000, NULL, '{"parameterCount":10,"summary":[],"data":{"trainPairs":1,"validationPairs":1,"testPairs":3,"tooLongPairs":0,"cutPairs":{"validation":0,"test":0},"sourceVocabulary":5,"targetVocabulary":5,"corpusFingerprint":"cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc","splitHash":"dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd","testHash":"eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee","sampleHash":"ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff","batchFill":1},"bleuSignature":"nrefs:1|tok:zh","environment":{"node":"v20"}}', '{"bestStep":null,"bestEpoch":null,"atBest":{},"last":{"validation/loss":"Infinity"}}', NULL, 'diverged', 'the loss is NaN', 0, NULL, 0, NULL);
INSERT INTO "runs" VALUES (3, 'b49a9fwjqwvj', '8tp74pf5ew7f', 0, 2, 'running', 0, 1, 0, 'RrzlArlmU8cuw57gxX46fTzUU88Wh-aPBAeVyrQVJZY', 1700000185000, 'yzeh96qmebjn', 1, 1700000050000, 1700000049000, 1700000049000, NULL, 0, '{"step":10,"totalSteps":20,"epoch":1,"totalEpochs":2}', '{"parameterCount":10,"summary":[],"data":{"trainPairs":1,"validationPairs":1,"testPairs":3,"tooLongPairs":0,"cutPairs":{"validation":0,"test":0},"sourceVocabulary":5,"targetVocabulary":5,"corpusFingerprint":"cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc","splitHash":"dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd","testHash":"eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee","sampleHash":"ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff","batchFill":1},"bleuSignature":"nrefs:1|tok:zh","environment":{"node":"v20"}}', '{"bestStep":10,"bestEpoch":1,"atBest":{"validation/loss":2.5},"last":{"validation/loss":2.5}}', 2.5, NULL, NULL, 0, NULL, 0, NULL);
INSERT INTO "runs" VALUES (4, '3r9x2t93jcn0', '8tp74pf5ew7f', 1, 2, 'queued', 0, 0, 0, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, 0, NULL, NULL, '{"bestStep":null,"bestEpoch":null,"atBest":{},"last":{}}', NULL, NULL, NULL, 0, NULL, 0, NULL);
INSERT INTO "runs" VALUES (5, 'nzcx8mahdksa', '422hvg128yjh', 0, 1, 'cancelled', 0, 0, 0, NULL, NULL, NULL, 0, NULL, NULL, NULL, 1700000050000, 0, NULL, NULL, '{"bestStep":null,"bestEpoch":null,"atBest":{},"last":{}}', NULL, NULL, NULL, 0, NULL, 0, NULL);
INSERT INTO "runs" VALUES (6, '7x001gb3s2sf', '422hvg128yjh', 1, 1, 'cancelled', 0, 0, 0, NULL, NULL, NULL, 0, NULL, NULL, NULL, 1700000050000, 0, NULL, NULL, '{"bestStep":null,"bestEpoch":null,"atBest":{},"last":{}}', NULL, NULL, NULL, 0, NULL, 0, NULL);
INSERT INTO "runs" VALUES (7, 'nmv3a11cjtjp', '62pndscfj693', 0, 1, 'finished', 0, 1, 0, 'qglzKQe_fJugzG-fJ5aFAG7A-DVF4GvdnjbSKqLBagQ', NULL, '5kf3wdag53wr', 3, 1700000058000, 1700000055000, NULL, 1700000058000, 3000, '{"step":20,"totalSteps":90,"epoch":2,"totalEpochs":9}', NULL, '{"bestStep":10,"bestEpoch":1,"atBest":{"test/bleu":3,"validation/loss":5},"last":{"test/bleu":3,"validation/loss":5}}', 5.0, NULL, NULL, 0, NULL, 20, NULL);
INSERT INTO "runs" VALUES (8, 'pm86jr7d2vm0', '62pndscfj693', 1, 1, 'finished', 0, 1, 0, 'TDks0cJ8J3-NAtKLBMce-qF2wUX0g2YNgxlIa4983Iw', NULL, '5kf3wdag53wr', 3, 1700000061000, 1700000058000, NULL, 1700000061000, 3000, '{"step":20,"totalSteps":90,"epoch":2,"totalEpochs":9}', NULL, '{"bestStep":10,"bestEpoch":1,"atBest":{"test/bleu":3,"validation/loss":6},"last":{"test/bleu":3,"validation/loss":6}}', 6.0, NULL, NULL, 0, NULL, 20, NULL);
INSERT INTO "runs" VALUES (9, '4jzbbv8hsq8c', '62pndscfj693', 0, 2, 'stopped', 0, 1, 0, 'aB8eMFUxelJiaOX6oalBtq1L1FkSBnkP7x8XrTfG6zc', NULL, '5kf3wdag53wr', 2, 1700000063000, 1700000061000, NULL, 1700000063000, 2000, '{"step":20,"totalSteps":90,"epoch":2,"totalEpochs":9}', NULL, '{"bestStep":10,"bestEpoch":1,"atBest":{"test/bleu":3,"validation/loss":7},"last":{"test/bleu":3,"validation/loss":7}}', 7.0, NULL, NULL, 0, NULL, 20, 'stopped: its best validation loss 7 at epoch 1 is worse than 5.5, the median of the running averages of 2 other runs');
INSERT INTO "runs" VALUES (10, '2pme4hc8e1q2', '62pndscfj693', 1, 2, 'stopped', 0, 1, 0, 'Md7-ChEmGmM2ILDTcomiWgGwlGlcXDjsHq6MNB_eiC4', NULL, '5kf3wdag53wr', 2, 1700000065000, 1700000063000, NULL, 1700000065000, 2000, '{"step":20,"totalSteps":90,"epoch":2,"totalEpochs":9}', NULL, '{"bestStep":10,"bestEpoch":1,"atBest":{"test/bleu":3,"validation/loss":8},"last":{"test/bleu":3,"validation/loss":8}}', 8.0, NULL, NULL, 1, NULL, 20, 'stopped: its best validation loss 8 at epoch 1 is worse than 6, the median of the running averages of 3 other runs');
INSERT INTO "runs" VALUES (11, 'gp93dsj1c8zy', '23ykkyf5hvke', 0, 1, 'finished', 0, 1, 0, 'RKzf1lCqbKRaTauUoTGj6oQgd7d43DE_YF6wj4ZrMLA', NULL, 'zm2bn0t815ts', 2, 1700000157000, 1700000155000, NULL, 1700000157000, 2000, '{"step":10,"totalSteps":10,"epoch":2,"totalEpochs":2}', NULL, '{"bestStep":10,"bestEpoch":2,"atBest":{"test/bleu":7,"validation/loss":4},"last":{"test/bleu":7,"validation/loss":4}}', 4.0, NULL, NULL, 0, NULL, 0, NULL);
INSERT INTO "samples" VALUES ('62g07e3mj4yh', 10, 'test', 1, '[{"source":"hi","references":["你好"],"hypothesis":"你"}]');
INSERT INTO "sessions" VALUES ('725ed732efb91b5f084d64aeb3ce9ba8cd5bbcfce935b4cf5b17d6cef4644ebd', 1702592050000);
INSERT INTO "sweeps" VALUES ('8tp74pf5ew7f', 'zq1efsrsv9tt', '{"name":"tokens","question":"Which cut of the target?","corpus":"phrasebook","split":{"seed":1,"validation":0.05,"test":0.05},"base":{"dModel":16,"heads":2,"epochs":2,"targetTokenizer":"segmenter"},"design":"factorial","factors":{"targetTokenizer":["characters","segmenter"]},"seeds":[1,2],"objective":{"metric":"validation/loss","goal":"minimize","report":"test/bleu"}}', '[]', 2, 1700000000000, 0, NULL, NULL, '', '', '[]', NULL);
INSERT INTO "sweeps" VALUES ('422hvg128yjh', 'zq1efsrsv9tt', '{"name":"given up","question":"","corpus":"phrasebook","split":{"seed":1,"validation":0.05,"test":0.05},"base":{"dModel":16},"design":"factorial","factors":{"heads":[1,2]},"seeds":[1],"objective":{"metric":"validation/loss","goal":"minimize","report":"test/bleu"}}', '[]', 2, 1700000050000, 0, NULL, NULL, '', '', '[]', NULL);
INSERT INTO "sweeps" VALUES ('62pndscfj693', 'gvkcz314jcr5', '{"name":"stopped by the median","question":"","corpus":"cats","split":{"seed":1,"validation":0.05,"test":0.05},"base":{"dModel":16,"heads":2,"epochs":9},"design":{"kind":"factorial"},"factors":{"heads":[1,2]},"seeds":[1,2],"objective":{"metric":"validation/loss","goal":"minimize","report":"test/bleu"},"stopping":{"kind":"median","graceEpochs":1,"minRuns":2},"budget":{"hours":10},"retries":2}', '[]', 2, 1700000055000, 1, NULL, '{"wallMs":null,"computeMs":null,"variantMs":[],"workers":0,"basis":"no estimate yet: no worker has been calibrated, which one does when it has had no run for a few seconds; an upper bound: early stopping may end it sooner; without the 2 runs of other sweeps that the workers have to do"}', '', '', '[]', NULL);
INSERT INTO "sweeps" VALUES ('23ykkyf5hvke', 'ehnxq9f791b2', '{"name":"a model is kept","question":"","corpus":"dogs","split":{"seed":1,"validation":0.05,"test":0.05},"base":{"dModel":16,"heads":2,"epochs":2},"design":{"kind":"factorial"},"factors":{},"seeds":[1],"objective":{"metric":"validation/loss","goal":"minimize","report":"test/bleu"},"stopping":{"kind":"none"},"retries":2,"keep":{"models":"best"}}', '[]', 1, 1700000155000, 2, NULL, '{"wallMs":null,"computeMs":null,"variantMs":[],"workers":0,"basis":"no estimate yet: no worker is connected; without the 2 runs of other sweeps that the workers have to do"}', 'Ada', 'Best so far.
最好的。', '["baseline","基线"]', 1700000155000);
INSERT INTO "variants" VALUES ('8tp74pf5ew7f', 0, '{"targetTokenizer":"characters"}', '{"dModel":16,"heads":2,"epochs":2,"targetTokenizer":"characters"}', '{"dModel":16,"heads":2,"encoderLayers":1,"decoderLayers":1,"dFf":64,"dropout":0.1,"positions":"learned","sourceEndToken":true,"normPlacement":"post","activation":"relu","scaleEmbedding":true,"tieEmbeddings":false,"initializer":"glorot-uniform","labelSmoothing":0,"optimizer":"adam","learningRate":0.001,"schedule":"constant","warmupSteps":100,"weightDecay":0,"clipNorm":1,"batchTokens":1024,"epochs":2,"trainSize":0,"maxLength":40,"sourceTokenizer":"words","targetTokenizer":"characters","sourceMerges":1000,"targetMerges":1000,"sourceMinFrequency":1,"targetMinFrequency":1,"sourceVocabulary":8000,"targetVocabulary":8000,"evaluationsPerEpoch":2,"evaluationPairs":400,"bleuSentences":200,"beamWidth":1}', 10612);
INSERT INTO "variants" VALUES ('8tp74pf5ew7f', 1, '{"targetTokenizer":"segmenter"}', '{"dModel":16,"heads":2,"epochs":2,"targetTokenizer":"segmenter"}', '{"dModel":16,"heads":2,"encoderLayers":1,"decoderLayers":1,"dFf":64,"dropout":0.1,"positions":"learned","sourceEndToken":true,"normPlacement":"post","activation":"relu","scaleEmbedding":true,"tieEmbeddings":false,"initializer":"glorot-uniform","labelSmoothing":0,"optimizer":"adam","learningRate":0.001,"schedule":"constant","warmupSteps":100,"weightDecay":0,"clipNorm":1,"batchTokens":1024,"epochs":2,"trainSize":0,"maxLength":40,"sourceTokenizer":"words","targetTokenizer":"segmenter","sourceMerges":1000,"targetMerges":1000,"sourceMinFrequency":1,"targetMinFrequency":1,"sourceVocabulary":8000,"targetVocabulary":8000,"evaluationsPerEpoch":2,"evaluationPairs":400,"bleuSentences":200,"beamWidth":1}', 11998);
INSERT INTO "variants" VALUES ('422hvg128yjh', 0, '{"heads":1}', '{"dModel":16,"heads":1}', '{"dModel":16,"heads":1,"encoderLayers":1,"decoderLayers":1,"dFf":64,"dropout":0.1,"positions":"learned","sourceEndToken":true,"normPlacement":"post","activation":"relu","scaleEmbedding":true,"tieEmbeddings":false,"initializer":"glorot-uniform","labelSmoothing":0,"optimizer":"adam","learningRate":0.001,"schedule":"constant","warmupSteps":100,"weightDecay":0,"clipNorm":1,"batchTokens":1024,"epochs":10,"trainSize":0,"maxLength":40,"sourceTokenizer":"words","targetTokenizer":"characters","sourceMerges":1000,"targetMerges":1000,"sourceMinFrequency":1,"targetMinFrequency":1,"sourceVocabulary":8000,"targetVocabulary":8000,"evaluationsPerEpoch":2,"evaluationPairs":400,"bleuSentences":200,"beamWidth":1}', 10612);
INSERT INTO "variants" VALUES ('422hvg128yjh', 1, '{"heads":2}', '{"dModel":16,"heads":2}', '{"dModel":16,"heads":2,"encoderLayers":1,"decoderLayers":1,"dFf":64,"dropout":0.1,"positions":"learned","sourceEndToken":true,"normPlacement":"post","activation":"relu","scaleEmbedding":true,"tieEmbeddings":false,"initializer":"glorot-uniform","labelSmoothing":0,"optimizer":"adam","learningRate":0.001,"schedule":"constant","warmupSteps":100,"weightDecay":0,"clipNorm":1,"batchTokens":1024,"epochs":10,"trainSize":0,"maxLength":40,"sourceTokenizer":"words","targetTokenizer":"characters","sourceMerges":1000,"targetMerges":1000,"sourceMinFrequency":1,"targetMinFrequency":1,"sourceVocabulary":8000,"targetVocabulary":8000,"evaluationsPerEpoch":2,"evaluationPairs":400,"bleuSentences":200,"beamWidth":1}', 10612);
INSERT INTO "variants" VALUES ('62pndscfj693', 0, '{"heads":1}', '{"dModel":16,"heads":1,"epochs":9}', '{"dModel":16,"heads":1,"encoderLayers":1,"decoderLayers":1,"dFf":64,"dropout":0.1,"positions":"learned","sourceEndToken":true,"normPlacement":"post","activation":"relu","scaleEmbedding":true,"tieEmbeddings":false,"initializer":"glorot-uniform","labelSmoothing":0,"optimizer":"adam","learningRate":0.001,"schedule":"constant","warmupSteps":100,"weightDecay":0,"clipNorm":1,"batchTokens":1024,"epochs":9,"trainSize":0,"maxLength":40,"sourceTokenizer":"words","targetTokenizer":"characters","sourceMerges":1000,"targetMerges":1000,"sourceMinFrequency":1,"targetMinFrequency":1,"sourceVocabulary":8000,"targetVocabulary":8000,"evaluationsPerEpoch":2,"evaluationPairs":400,"bleuSentences":200,"beamWidth":1}', 10324);
INSERT INTO "variants" VALUES ('62pndscfj693', 1, '{"heads":2}', '{"dModel":16,"heads":2,"epochs":9}', '{"dModel":16,"heads":2,"encoderLayers":1,"decoderLayers":1,"dFf":64,"dropout":0.1,"positions":"learned","sourceEndToken":true,"normPlacement":"post","activation":"relu","scaleEmbedding":true,"tieEmbeddings":false,"initializer":"glorot-uniform","labelSmoothing":0,"optimizer":"adam","learningRate":0.001,"schedule":"constant","warmupSteps":100,"weightDecay":0,"clipNorm":1,"batchTokens":1024,"epochs":9,"trainSize":0,"maxLength":40,"sourceTokenizer":"words","targetTokenizer":"characters","sourceMerges":1000,"targetMerges":1000,"sourceMinFrequency":1,"targetMinFrequency":1,"sourceVocabulary":8000,"targetVocabulary":8000,"evaluationsPerEpoch":2,"evaluationPairs":400,"bleuSentences":200,"beamWidth":1}', 10324);
INSERT INTO "variants" VALUES ('23ykkyf5hvke', 0, '{}', '{"dModel":16,"heads":2,"epochs":2}', '{"dModel":16,"heads":2,"encoderLayers":1,"decoderLayers":1,"dFf":64,"dropout":0.1,"positions":"learned","sourceEndToken":true,"normPlacement":"post","activation":"relu","scaleEmbedding":true,"tieEmbeddings":false,"initializer":"glorot-uniform","labelSmoothing":0,"optimizer":"adam","learningRate":0.001,"schedule":"constant","warmupSteps":100,"weightDecay":0,"clipNorm":1,"batchTokens":1024,"epochs":2,"trainSize":0,"maxLength":40,"sourceTokenizer":"words","targetTokenizer":"characters","sourceMerges":1000,"targetMerges":1000,"sourceMinFrequency":1,"targetMinFrequency":1,"sourceVocabulary":8000,"targetVocabulary":8000,"evaluationsPerEpoch":2,"evaluationPairs":400,"bleuSentences":200,"beamWidth":1}', 10324);
INSERT INTO "workers" VALUES ('yzeh96qmebjn', 'worker-1', 'here', 1, 'onnx-cpu', 'cpu', 1, '0.1.0', 1700000050000, NULL, 'work');
INSERT INTO "workers" VALUES ('5kf3wdag53wr', 'worker-2', 'here', 1, 'onnx-cpu', 'cpu', 1, '0', 1700000065000, '{"measuredAtMs":1700000055000,"engine":"onnx-cpu","threads":1,"steps":[{"flops":1000000,"milliseconds":{"low":1,"median":2,"high":3}}],"tokens":[],"graphMs":1}', 'work');
INSERT INTO "workers" VALUES ('zm2bn0t815ts', 'worker-3', 'there', 2, 'onnx-cpu', 'cpu', 2, '0', 1700000157000, NULL, 'drain');
INSERT INTO "artifact_contents" VALUES ('854f89e44cc8f7871ceb87b5a6cd7f7138a93e257112495d95feb3c8ecef1687', '{"kind":"characters"}');
INSERT INTO "artifacts" VALUES ('62g07e3mj4yh', 'target-tokenizer', 'application/json', '854f89e44cc8f7871ceb87b5a6cd7f7138a93e257112495d95feb3c8ecef1687');
INSERT INTO "hypotheses" VALUES ('62g07e3mj4yh', 'best', 0, 10, 1.0, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '["一","三"]');
INSERT INTO "hypotheses" VALUES ('62g07e3mj4yh', 'last', 0, 20, 2.0, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '["一","三"]');
INSERT INTO "scores" VALUES ('62g07e3mj4yh', 'best', 'test/bleu', 31.0, 'nrefs:1|tok:zh', 10, 1.0, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 2);
INSERT INTO "scores" VALUES ('62g07e3mj4yh', 'last', 'test/bleu', NULL, 'nrefs:1|tok:zh', 20, 2.0, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 2);
INSERT INTO "scores" VALUES ('nmv3a11cjtjp', 'last', 'test/bleu', 3.0, 'x', 20, 2.0, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 2);
INSERT INTO "scores" VALUES ('pm86jr7d2vm0', 'last', 'test/bleu', 3.0, 'x', 20, 2.0, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 2);
INSERT INTO "test_set_parts" VALUES ('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 0, '[{"source":"one","references":["一"]},{"source":"two","references":["二"]}]');
INSERT INTO "attempts" VALUES ('nmv3a11cjtjp', 1, 'worker-2', 1700000055000, 1700000058000, 0, 'finished', NULL, NULL);
INSERT INTO "attempts" VALUES ('pm86jr7d2vm0', 1, 'worker-2', 1700000058000, 1700000061000, 0, 'finished', NULL, NULL);
INSERT INTO "attempts" VALUES ('4jzbbv8hsq8c', 1, 'worker-2', 1700000061000, 1700000063000, 0, 'stopped', NULL, NULL);
INSERT INTO "attempts" VALUES ('2pme4hc8e1q2', 1, 'worker-2', 1700000063000, 1700000065000, 0, 'failed', 'internal', 'it broke');
INSERT INTO "attempts" VALUES ('gp93dsj1c8zy', 1, 'worker-3', 1700000155000, 1700000157000, 0, 'finished', NULL, NULL);
INSERT INTO "decisions" VALUES (1, '62pndscfj693', 'nmv3a11cjtjp', 1700000056000, '{"rule":"median","action":"continue","step":10,"epoch":1,"value":5,"threshold":null,"against":[],"comparedWith":0,"by":{"kind":"median","graceEpochs":1,"minRuns":2},"reason":"goes on: only 0 other runs came to epoch 1, 2 are asked for","ofEpochs":9}');
INSERT INTO "decisions" VALUES (2, '62pndscfj693', 'nmv3a11cjtjp', 1700000057000, '{"rule":"median","action":"continue","step":20,"epoch":2,"value":5,"threshold":null,"against":[],"comparedWith":0,"by":{"kind":"median","graceEpochs":1,"minRuns":2},"reason":"goes on: only 0 other runs came to epoch 2, 2 are asked for","ofEpochs":9}');
INSERT INTO "decisions" VALUES (3, '62pndscfj693', 'pm86jr7d2vm0', 1700000059000, '{"rule":"median","action":"continue","step":10,"epoch":1,"value":6,"threshold":null,"against":[{"runId":"nmv3a11cjtjp","value":5}],"comparedWith":1,"by":{"kind":"median","graceEpochs":1,"minRuns":2},"reason":"goes on: only 1 other run came to epoch 1, 2 are asked for","ofEpochs":9}');
INSERT INTO "decisions" VALUES (4, '62pndscfj693', 'pm86jr7d2vm0', 1700000060000, '{"rule":"median","action":"continue","step":20,"epoch":2,"value":6,"threshold":null,"against":[{"runId":"nmv3a11cjtjp","value":5}],"comparedWith":1,"by":{"kind":"median","graceEpochs":1,"minRuns":2},"reason":"goes on: only 1 other run came to epoch 2, 2 are asked for","ofEpochs":9}');
INSERT INTO "decisions" VALUES (5, '62pndscfj693', '4jzbbv8hsq8c', 1700000062000, '{"rule":"median","action":"stop","step":10,"epoch":1,"value":7,"threshold":5.5,"against":[{"runId":"nmv3a11cjtjp","value":5},{"runId":"pm86jr7d2vm0","value":6}],"comparedWith":2,"by":{"kind":"median","graceEpochs":1,"minRuns":2},"reason":"stopped: its best validation loss 7 at epoch 1 is worse than 5.5, the median of the running averages of 2 other runs","ofEpochs":9}');
INSERT INTO "decisions" VALUES (6, '62pndscfj693', '2pme4hc8e1q2', 1700000064000, '{"rule":"median","action":"stop","step":10,"epoch":1,"value":8,"threshold":6,"against":[{"runId":"nmv3a11cjtjp","value":5},{"runId":"pm86jr7d2vm0","value":6},{"runId":"4jzbbv8hsq8c","value":7}],"comparedWith":3,"by":{"kind":"median","graceEpochs":1,"minRuns":2},"reason":"stopped: its best validation loss 8 at epoch 1 is worse than 6, the median of the running averages of 3 other runs","ofEpochs":9}');
INSERT INTO "api_tokens" VALUES ('kcsb3b31qy8b', 'notebook', 'person', 'e7055e58b343dd015a0cc1af95f43937592f80c72bed7c2b3e2a07144b1d9260', 1700000157000, NULL);
INSERT INTO "api_tokens" VALUES ('z9k06pyj3qj2', 'GPU machine', 'worker', 'c866d1ae6349341ba3d1eb4f5e253fdd896ef8a693b807caeb0443c553377eb2', 1700000157000, NULL);
INSERT INTO "models" VALUES ('gp93dsj1c8zy', 'best', 10, 2.0, '0c05f885134a236df54cc6dbf53708b919f4a79ac4201132d3dab16f6987467d', 14, 1700000156000);
DELETE FROM sqlite_sequence;
INSERT INTO "sqlite_sequence" VALUES ('runs', 11);
INSERT INTO "sqlite_sequence" VALUES ('logs', 2);
INSERT INTO "sqlite_sequence" VALUES ('decisions', 6);
COMMIT;
