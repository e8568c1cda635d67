package org.mingjie.access;

/** What a person who has given the right password has to do before anything else. */
enum NextStep {
  SECOND_FACTOR("second-factor", "这个账号有第二因素：浏览器用 POST /api/session/second-factor 给出动态口令；程序改用 API 密钥（Authorization: Bearer mj_…）"),
  CHANGE_PASSWORD("change-password", "口令是管理员给的或启动时显示的，先用 PUT /api/session/password 改成自己的"),
  ENROL_SECOND_FACTOR("enrol-second-factor", "这个账号要有第二因素：先用 POST /api/session/second-factor/enrolment 设置");

  private final String code;
  private final String told;

  NextStep(String code, String told) {
    this.code = code;
    this.told = told;
  }

  String code() {
    return code;
  }

  /** In Chinese, with the address. */
  String told() {
    return told;
  }

  /** The right to take this step and no other. */
  String authority() {
    return "STEP_" + name();
  }
}
