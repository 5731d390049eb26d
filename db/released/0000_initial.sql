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
	`error_message` text,
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
	`created_at_ms` integer NOT NULL,
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
);
CREATE UNIQUE INDEX `corpora_slug_unique` ON `corpora` (`slug`);
CREATE UNIQUE INDEX `corpora_fingerprint_unique` ON `corpora` (`fingerprint`);
CREATE INDEX `logs_run` ON `logs` (`run_id`,`id`);
CREATE UNIQUE INDEX `runs_id_unique` ON `runs` (`id`);
CREATE INDEX `runs_sweep` ON `runs` (`sweep_id`,`state`);
CREATE INDEX `runs_state` ON `runs` (`state`,`position`);
CREATE UNIQUE INDEX `workers_hostname_name` ON `workers` (`hostname`,`name`);
INSERT INTO "__drizzle_migrations" VALUES (NULL, '7b072acb4f3d8a292f54236fa82e3a85763f27001c4bee2e5f50f2e637babae1', 1795469854695);
INSERT INTO "corpora" VALUES ('vk65rryyn6bd', 'phrasebook', 'Phrasebook', 'en', 'zh', 'CC0-1.0 (generated with the project)', 'Generated from a bilingual grammar that ships with Heldout; not human text.', 1, 60, 60, '{}', '7a13032b1b7167d44be84698d38ff81f4e55dbe6a7f6a4d5b01850c9b4380bc8', 2560, 1700000000000);
INSERT INTO "login_tokens" VALUES ('49440fcc91bd93ec519a19fb03f44022c089b694b07cce49fcbc4cc07670da70', 1700043249000);
INSERT INTO "logs" VALUES (1, 'bce48gr8yk5t', 1, 1700000001000, 'info', 'begun');
INSERT INTO "logs" VALUES (2, 'vjsxa6kk9xhn', 1, 1700000045000, 'error', 'the loss is NaN');
INSERT INTO "point_chunks" VALUES ('bce48gr8yk5t', 'train/runningLoss', 0, 31, 32, X'000000000100000002000000030000000400000005000000060000000700000008000000090000000A0000000B0000000C0000000D0000000E0000000F000000100000001100000012000000130000001400000015000000160000001700000018000000190000001A0000001B0000001C0000001D0000001E0000001F000000', X'00000000000014409A999999999913403333333333331340CDCCCCCCCCCC1240666666666666124000000000000012409A999999999911403333333333331140CDCCCCCCCCCC1040666666666666104000000000000010403333333333330F406666666666660E409A99999999990D40CDCCCCCCCCCC0C400000000000000C403333333333330B406666666666660A409A99999999990940CDCCCCCCCCCC08400000000000000840333333333333074066666666666606409A99999999990540CDCCCCCCCCCC04400000000000000440333333333333034066666666666602409A99999999990140CDCCCCCCCCCC00400000000000000040666666666666FE3F', X'00000000000000000000000000408F400000000000409F40000000000070A740000000000040AF40000000000088B340000000000070B740000000000058BB40000000000040BF40000000000094C140000000000088C34000000000007CC540000000000070C740000000000064C940000000000058CB4000000000004CCD40000000000040CF4000000000009AD040000000000094D14000000000008ED240000000000088D340000000000082D44000000000007CD540000000000076D640000000000070D74000000000006AD840000000000064D94000000000005EDA40000000000058DB40000000000052DC4000000000004CDD40000000000046DE40');
INSERT INTO "point_chunks" VALUES ('bce48gr8yk5t', 'train/runningLoss', 32, 32, 1, X'20000000', X'CCCCCCCCCCCCFC3F', X'000000000040DF40');
INSERT INTO "point_chunks" VALUES ('bce48gr8yk5t', 'train/runningLoss', 33, 33, 1, X'21000000', X'343333333333FB3F', X'00000000001DE040');
INSERT INTO "point_chunks" VALUES ('bce48gr8yk5t', 'train/runningLoss', 34, 34, 1, X'22000000', X'9A9999999999F93F', X'00000000009AE040');
INSERT INTO "point_chunks" VALUES ('bce48gr8yk5t', 'train/runningLoss', 35, 35, 1, X'23000000', X'000000000000F83F', X'000000000017E140');
INSERT INTO "point_chunks" VALUES ('bce48gr8yk5t', 'train/runningLoss', 36, 36, 1, X'24000000', X'666666666666F63F', X'000000000094E140');
INSERT INTO "point_chunks" VALUES ('bce48gr8yk5t', 'train/runningLoss', 37, 37, 1, X'25000000', X'CCCCCCCCCCCCF43F', X'000000000011E240');
INSERT INTO "point_chunks" VALUES ('bce48gr8yk5t', 'train/runningLoss', 38, 38, 1, X'26000000', X'343333333333F33F', X'00000000008EE240');
INSERT INTO "point_chunks" VALUES ('bce48gr8yk5t', 'train/runningLoss', 39, 39, 1, X'27000000', X'9A9999999999F13F', X'00000000000BE340');
INSERT INTO "point_chunks" VALUES ('bce48gr8yk5t', 'validation/loss', 10, 20, 2, X'0A00000014000000', X'00000000000008400000000000001040', X'000000000088C340000000000088D340');
INSERT INTO "point_chunks" VALUES ('bce48gr8yk5t', 'test/bleu', 10, 20, 2, X'0A00000014000000', X'0000000000003F400000000000002840', X'000000000088C340000000000088D340');
INSERT INTO "point_chunks" VALUES ('vjsxa6kk9xhn', 'validation/loss', 10, 20, 2, X'0A00000014000000', X'000000000000F87F000000000000F07F', X'000000000088C340000000000088D340');
INSERT INTO "point_chunks" VALUES ('b932c9cfd525', 'validation/loss', 10, 10, 1, X'0A000000', X'0000000000000440', X'000000000088C340');
INSERT INTO "runs" VALUES (1, 'bce48gr8yk5t', 'kj3cb8zv6gq8', 0, 1, 'finished', 0, 1, 0, 'GUz-AO3tApmRw1EAK1ZHHLS03oe7YN6EZRP2JBtmwBs', NULL, '883j6f8cw2fx', 42, 1700000043000, 1700000001000, NULL, 1700000044000, 43000, '{"step":10,"totalSteps":20,"epoch":1,"totalEpochs":2}', '{"parameterCount":10,"summary":[],"data":{"trainPairs":1,"validationPairs":1,"testPairs":3,"tooLongPairs":0,"sourceVocabulary":5,"targetVocabulary":5,"testHash":"eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee","batchFill":1},"bleuSignature":"nrefs:1|tok:zh","environment":{"node":"v20"}}', '{"bestStep":10,"bestEpoch":1,"atBest":{"test/bleu":31,"train/runningLoss":4,"validation/loss":3},"last":{"test/bleu":12,"train/runningLoss":1.1,"validation/loss":4}}', 3.0, NULL, NULL);
INSERT INTO "runs" VALUES (2, 'vjsxa6kk9xhn', 'kj3cb8zv6gq8', 1, 1, 'failed', 0, 1, 0, 'C5mtt_PZP-B8alSxbWJyEPKbejpepE9zPzVxPKEib5I', NULL, '883j6f8cw2fx', 1, 1700000046000, 1700000045000, NULL, 1700000047000, 2000, NULL, '{"parameterCount":10,"summary":[],"data":{"trainPairs":1,"validationPairs":1,"testPairs":3,"tooLongPairs":0,"sourceVocabulary":5,"targetVocabulary":5,"testHash":"eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee","batchFill":1},"bleuSignature":"nrefs:1|tok:zh","environment":{"node":"v20"}}', '{"bestStep":null,"bestEpoch":null,"atBest":{},"last":{"validation/loss":"Infinity"}}', NULL, 'diverged', 'the loss is NaN');
INSERT INTO "runs" VALUES (3, 'b932c9cfd525', 'kj3cb8zv6gq8', 0, 2, 'running', 0, 1, 0, 'uFj7KHU0wxTMfX1T9okgtW97ipCix0LAnRrbr-zJpAs', 1700000079000, '883j6f8cw2fx', 1, 1700000049000, 1700000048000, 1700000048000, NULL, 0, '{"step":10,"totalSteps":20,"epoch":1,"totalEpochs":2}', '{"parameterCount":10,"summary":[],"data":{"trainPairs":1,"validationPairs":1,"testPairs":3,"tooLongPairs":0,"sourceVocabulary":5,"targetVocabulary":5,"testHash":"eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee","batchFill":1},"bleuSignature":"nrefs:1|tok:zh","environment":{"node":"v20"}}', '{"bestStep":10,"bestEpoch":1,"atBest":{"validation/loss":2.5},"last":{"validation/loss":2.5}}', 2.5, NULL, NULL);
INSERT INTO "runs" VALUES (4, 'z70xp0sz4zck', 'kj3cb8zv6gq8', 1, 2, 'queued', 0, 0, 0, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, 0, NULL, NULL, '{"bestStep":null,"bestEpoch":null,"atBest":{},"last":{}}', NULL, NULL, NULL);
INSERT INTO "runs" VALUES (5, '0wbg27shfgga', 'nacyezy0gh5w', 0, 1, 'cancelled', 0, 0, 0, NULL, NULL, NULL, 0, NULL, NULL, NULL, 1700000049000, 0, NULL, NULL, '{"bestStep":null,"bestEpoch":null,"atBest":{},"last":{}}', NULL, NULL, NULL);
INSERT INTO "runs" VALUES (6, 'v6g90a4xda71', 'nacyezy0gh5w', 1, 1, 'cancelled', 0, 0, 0, NULL, NULL, NULL, 0, NULL, NULL, NULL, 1700000049000, 0, NULL, NULL, '{"bestStep":null,"bestEpoch":null,"atBest":{},"last":{}}', NULL, NULL, NULL);
INSERT INTO "samples" VALUES ('bce48gr8yk5t', 10, 'test', 1, '[{"source":"hi","references":["你好"],"hypothesis":"你"}]');
INSERT INTO "sessions" VALUES ('eb55cf8917e80667223558f2585e1d3409cf7273f44c4f92d6045712c715962c', 1702592049000);
INSERT INTO "sweeps" VALUES ('kj3cb8zv6gq8', 'vk65rryyn6bd', '{"name":"tokens","question":"Which cut of the target?","corpus":"phrasebook","split":{"seed":1,"validation":0.05,"test":0.05},"base":{"dModel":16,"heads":2,"epochs":2,"targetTokenizer":"words"},"design":"factorial","factors":{"targetTokenizer":["characters","words"]},"seeds":[1,2],"objective":{"metric":"validation/loss","goal":"minimize","report":"test/bleu"}}', '[]', 2, 1700000000000);
INSERT INTO "sweeps" VALUES ('nacyezy0gh5w', 'vk65rryyn6bd', '{"name":"given up","question":"","corpus":"phrasebook","split":{"seed":1,"validation":0.05,"test":0.05},"base":{"dModel":16},"design":"factorial","factors":{"heads":[1,2]},"seeds":[1],"objective":{"metric":"validation/loss","goal":"minimize","report":"test/bleu"}}', '[]', 2, 1700000049000);
INSERT INTO "variants" VALUES ('kj3cb8zv6gq8', 0, '{"targetTokenizer":"characters"}', '{"dModel":16,"heads":2,"epochs":2,"targetTokenizer":"characters"}', '{"dModel":16,"heads":2,"encoderLayers":1,"decoderLayers":1,"dFf":64,"dropout":0.1,"positions":"learned","sourceEndToken":true,"normPlacement":"post","activation":"relu","scaleEmbedding":true,"tieEmbeddings":false,"initializer":"glorot-uniform","labelSmoothing":0,"optimizer":"adam","learningRate":0.001,"schedule":"constant","warmupSteps":100,"weightDecay":0,"clipNorm":1,"batchTokens":1024,"epochs":2,"trainSize":0,"maxLength":40,"sourceTokenizer":"words","targetTokenizer":"characters","sourceMerges":1000,"targetMerges":1000,"sourceMinFrequency":1,"targetMinFrequency":1,"sourceVocabulary":8000,"targetVocabulary":8000,"evaluationsPerEpoch":2,"evaluationPairs":400,"bleuSentences":200,"beamWidth":1}', 10612);
INSERT INTO "variants" VALUES ('kj3cb8zv6gq8', 1, '{"targetTokenizer":"words"}', '{"dModel":16,"heads":2,"epochs":2,"targetTokenizer":"words"}', '{"dModel":16,"heads":2,"encoderLayers":1,"decoderLayers":1,"dFf":64,"dropout":0.1,"positions":"learned","sourceEndToken":true,"normPlacement":"post","activation":"relu","scaleEmbedding":true,"tieEmbeddings":false,"initializer":"glorot-uniform","labelSmoothing":0,"optimizer":"adam","learningRate":0.001,"schedule":"constant","warmupSteps":100,"weightDecay":0,"clipNorm":1,"batchTokens":1024,"epochs":2,"trainSize":0,"maxLength":40,"sourceTokenizer":"words","targetTokenizer":"words","sourceMerges":1000,"targetMerges":1000,"sourceMinFrequency":1,"targetMinFrequency":1,"sourceVocabulary":8000,"targetVocabulary":8000,"evaluationsPerEpoch":2,"evaluationPairs":400,"bleuSentences":200,"beamWidth":1}', 11899);
INSERT INTO "variants" VALUES ('nacyezy0gh5w', 0, '{"heads":1}', '{"dModel":16,"heads":1}', '{"dModel":16,"heads":1,"encoderLayers":1,"decoderLayers":1,"dFf":64,"dropout":0.1,"positions":"learned","sourceEndToken":true,"normPlacement":"post","activation":"relu","scaleEmbedding":true,"tieEmbeddings":false,"initializer":"glorot-uniform","labelSmoothing":0,"optimizer":"adam","learningRate":0.001,"schedule":"constant","warmupSteps":100,"weightDecay":0,"clipNorm":1,"batchTokens":1024,"epochs":10,"trainSize":0,"maxLength":40,"sourceTokenizer":"words","targetTokenizer":"characters","sourceMerges":1000,"targetMerges":1000,"sourceMinFrequency":1,"targetMinFrequency":1,"sourceVocabulary":8000,"targetVocabulary":8000,"evaluationsPerEpoch":2,"evaluationPairs":400,"bleuSentences":200,"beamWidth":1}', 10612);
INSERT INTO "variants" VALUES ('nacyezy0gh5w', 1, '{"heads":2}', '{"dModel":16,"heads":2}', '{"dModel":16,"heads":2,"encoderLayers":1,"decoderLayers":1,"dFf":64,"dropout":0.1,"positions":"learned","sourceEndToken":true,"normPlacement":"post","activation":"relu","scaleEmbedding":true,"tieEmbeddings":false,"initializer":"glorot-uniform","labelSmoothing":0,"optimizer":"adam","learningRate":0.001,"schedule":"constant","warmupSteps":100,"weightDecay":0,"clipNorm":1,"batchTokens":1024,"epochs":10,"trainSize":0,"maxLength":40,"sourceTokenizer":"words","targetTokenizer":"characters","sourceMerges":1000,"targetMerges":1000,"sourceMinFrequency":1,"targetMinFrequency":1,"sourceVocabulary":8000,"targetVocabulary":8000,"evaluationsPerEpoch":2,"evaluationPairs":400,"bleuSentences":200,"beamWidth":1}', 10612);
INSERT INTO "workers" VALUES ('883j6f8cw2fx', 'worker-1', 'here', 1, 'onnx-cpu', 'cpu', 1, '0.1.0', 1700000049000);
DELETE FROM sqlite_sequence;
INSERT INTO "sqlite_sequence" VALUES ('runs', 6);
INSERT INTO "sqlite_sequence" VALUES ('logs', 2);
COMMIT;
