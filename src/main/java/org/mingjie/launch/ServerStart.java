package org.mingjie.launch;

import java.io.PrintStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.mingjie.access.Accounts;
import org.mingjie.access.Role;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.stereotype.Component;

/** Once the server is up: the first accounts, and the message that tells where everything is. */
@Component
@ConditionalOnWebApplication
class ServerStart implements ApplicationRunner {

  private record SignIn(String login, String displayName, Role role, String jurisdiction) {}

  private static final SignIn ADMINISTRATOR = new SignIn("admin", "系统管理员", Role.SYSTEM_ADMINISTRATOR, "");
  private static final List<SignIn> SAMPLE = List.of(
      new SignIn("clerk", "云州市地名干部（示例）", Role.PLACE_NAME_CLERK, "9901"),
      new SignIn("reviewer", "云州市审核人（示例）", Role.REVIEWER, "9901"),
      new SignIn("approver", "云州市审批人（示例）", Role.APPROVER, "9901"),
      new SignIn("inspector", "云州市界线巡查员（示例）", Role.BOUNDARY_INSPECTOR, "9901"));

  private final WebServerApplicationContext context;
  private final DatabaseServer database;
  private final DatabaseSettings settings;
  private final StartSettings start;
  private final Accounts accounts;
  private final SampleDistrict sample;
  private final ServerProperties server;

  ServerStart(WebServerApplicationContext context, DatabaseServer database, DatabaseSettings settings,
      StartSettings start, Accounts accounts, SampleDistrict sample, ServerProperties server) {
    this.context = context;
    this.database = database;
    this.settings = settings;
    this.start = start;
    this.accounts = accounts;
    this.sample = sample;
    this.server = server;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    String address = "%s://%s:%d/".formatted(server.getSsl() == null ? "http" : "https", host(), context.getWebServer().getPort());
    database.tell("run", address);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Home home = Home.open(settings.home());
    signIn(home, ADMINISTRATOR);
    if (start.sample()) {
      SAMPLE.forEach(s -> signIn(home, s));
    }
    out.println("\n名界已启动");
    out.println("  地址      " + address);
    out.println("  数据      " + home.root());
    out.println("  登录      " + line(home, ADMINISTRATOR));
    if (start.sample()) {
      SAMPLE.forEach(s -> out.println("            " + line(home, s)));
    }
    if (home.has(secret(ADMINISTRATOR)) && !sample.isThere()) {
      out.println("            这个口令只用一次：登录后先换成自己的口令");
    }
    if (accounts.isSecondFactorDemanded(ADMINISTRATOR.role())) {
      out.println("            管理员和审批人第一次登录要用手机验证器设置动态口令；只是试用，可以这样启动：MINGJIE_SECOND_FACTOR=optional ./mingjie run");
    }
    out.println("  停止      Ctrl+C，或 kill " + ProcessHandle.current().pid());
  }

  /** Where a browser of this machine finds the server. */
  private String host() {
    InetAddress listening = server.getAddress();
    if (listening == null || listening.isAnyLocalAddress()) {
      return "127.0.0.1";
    }
    return listening instanceof Inet6Address ? "[" + listening.getHostAddress() + "]" : listening.getHostAddress();
  }

  /**
   * The password is generated once and stays in a file of mode 0600 until its owner changes it. What is printed others may read: in a
   * registry of real data it opens nothing but the choice of another.
   */
  private void signIn(Home home, SignIn who) {
    String secret = secret(who);
    if (!accounts.exists(who.login())) {
      accounts.createIfAbsent(who.login(), who.displayName(), home.password(secret), who.role(), who.jurisdiction());
    } else if (home.has(secret) && !accounts.isPasswordOf(who.login(), home.password(secret))) {
      home.forget(secret);
    }
    if (home.has(secret) && !sample.isThere()) {
      accounts.demandOwnPassword(who.login());
    }
  }

  private static String secret(SignIn who) {
    return "password-" + who.login();
  }

  private static String line(Home home, SignIn who) {
    return "%s / %s  %s".formatted(who.login(), home.has(secret(who)) ? home.password(secret(who)) : "（口令已改过，或随备份恢复）", who.displayName());
  }
}
