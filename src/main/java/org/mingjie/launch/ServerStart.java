package org.mingjie.launch;

import java.io.PrintStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.mingjie.access.Accounts;
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

  private record SignIn(String login, String displayName, String role, String jurisdiction) {}

  private static final SignIn ADMINISTRATOR = new SignIn("admin", "系统管理员", "administrator", "");
  private static final List<SignIn> SAMPLE = List.of(
      new SignIn("clerk", "云州市地名干部（示例）", "clerk", "9901"),
      new SignIn("inspector", "云州市界线巡查员（示例）", "inspector", "9901"));

  private final WebServerApplicationContext context;
  private final DatabaseServer database;
  private final DatabaseSettings settings;
  private final StartSettings start;
  private final Accounts accounts;
  private final ServerProperties server;

  ServerStart(WebServerApplicationContext context, DatabaseServer database, DatabaseSettings settings,
      StartSettings start, Accounts accounts, ServerProperties server) {
    this.context = context;
    this.database = database;
    this.settings = settings;
    this.start = start;
    this.accounts = accounts;
    this.server = server;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    String address = "http://%s:%d/".formatted(host(), context.getWebServer().getPort());
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

  /** The password is generated once and stays in a file of mode 0600 until its owner changes it. */
  private void signIn(Home home, SignIn who) {
    accounts.createIfAbsent(who.login(), who.displayName(), password(home, who), who.role(), who.jurisdiction());
  }

  private static String password(Home home, SignIn who) {
    return home.password("password-" + who.login());
  }

  private static String line(Home home, SignIn who) {
    return "%s / %s  %s".formatted(who.login(), password(home, who), who.displayName());
  }
}
