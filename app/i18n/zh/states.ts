export const states = {
  run: {
    queued: '排队中',
    running: '运行中',
    finished: '已完成',
    stopped: '提前停止',
    failed: '失败',
    cancelled: '已取消',
  },
  connection: { connecting: '连接中…', live: '实时', reconnecting: '重新连接中…' },
  generated: { name: '生成', means: '这些句子由语法规则生成，并非收集自真人。' },
  notice: { error: '错误：', warning: '注意：' },
  problem: {
    title: '无法显示此页面',
    safe: '已测得的结果是安全的：它们保存在数据库里，不在这个页面上。',
    digest: '服务器日志中编号 {digest} 处有更多信息。',
    again: '重试',
    home: '全部扫描',
  },
  notFound: {
    title: '这个地址下没有内容',
    lead: '地址可能输错了，或属于另一个数据目录。',
    home: '全部扫描',
  },
  signedOut: {
    title: '未登录',
    lead: '这个浏览器没有登录这个面板，或登录已过期。',
    how: '请打开面板启动时打印的地址。每个地址只能用一次，要新的地址请运行：',
    where: '在面板所在的机器上、项目的文件夹里运行，它会打印一个地址，在这里打开即可。',
  },
};
