package org.mingjie.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.ssl.pem.PemContent;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * HTTPS with a certificate of one's own: {@code MINGJIE_TLS_CERTIFICATE} and {@code MINGJIE_TLS_KEY}, both PEM files. What is wrong
 * with them is told before anything starts; a renewed certificate is taken while the server runs.
 */
final class HttpsSettings implements EnvironmentPostProcessor {

  private static final String CERTIFICATE = "MINGJIE_TLS_CERTIFICATE";
  private static final String KEY = "MINGJIE_TLS_KEY";
  private static final byte[] PROBE = {1, 2, 3};

  @Override
  public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
    String certificate = environment.getProperty("mingjie.tls.certificate", "");
    String key = environment.getProperty("mingjie.tls.key", "");
    if (certificate.isBlank() && key.isBlank()) {
      return;
    }
    if (certificate.isBlank() || key.isBlank()) {
      throw new StartRefused("HTTPS 要证书和私钥两个文件，只给了 %s。".formatted(certificate.isBlank() ? KEY : CERTIFICATE),
          "再给出 %s=文件（PEM），或两个都不给".formatted(certificate.isBlank() ? CERTIFICATE : KEY));
    }
    check(Path.of(certificate), Path.of(key));
    environment.getPropertySources().addFirst(new MapPropertySource("https", Map.of(
        "spring.ssl.bundle.pem.web.keystore.certificate", Path.of(certificate).toUri().toString(),
        "spring.ssl.bundle.pem.web.keystore.private-key", Path.of(key).toUri().toString(),
        "spring.ssl.bundle.pem.web.reload-on-update", "true",
        "server.ssl.bundle", "web")));
  }

  private static void check(Path certificate, Path key) {
    X509Certificate own = certificate(certificate);
    try {
      own.checkValidity();
      PrivateKey secret = Objects.requireNonNull(PemContent.load(key).getPrivateKey());
      if (!fit(own.getPublicKey(), secret)) {
        throw new StartRefused("证书 %s 和私钥 %s 不是一对。".formatted(certificate, key), "核对两个文件，或重新申请证书");
      }
    } catch (CertificateExpiredException expired) {
      throw new StartRefused("证书 %s 已于 %tF 到期。".formatted(certificate, own.getNotAfter()), "换上新的证书");
    } catch (CertificateNotYetValidException early) {
      throw new StartRefused("证书 %s 从 %tF 起才有效。".formatted(certificate, own.getNotBefore()), "核对机器的时间（date），或换一个证书");
    } catch (IOException | RuntimeException unreadable) {
      if (unreadable instanceof StartRefused told) {
        throw told;
      }
      throw new StartRefused(KEY + "=" + key + " 读不出私钥。", "给出 PEM 私钥文件（BEGIN PRIVATE KEY），不能有口令，运行名界的用户要读得到");
    }
  }

  private static X509Certificate certificate(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (IOException | CertificateException unreadable) {
      throw new StartRefused(CERTIFICATE + "=" + file + " 读不出证书。", "给出 PEM 证书文件（BEGIN CERTIFICATE，自己的在前、上级的在后），运行名界的用户要读得到");
    }
  }

  private static boolean fit(PublicKey open, PrivateKey secret) {
    try {
      Signature signature = Signature.getInstance(switch (secret.getAlgorithm()) {
        case "EC" -> "SHA256withECDSA";
        case "EdDSA", "Ed25519" -> "Ed25519";
        default -> "SHA256withRSA";
      });
      signature.initSign(secret);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(open);
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (GeneralSecurityException differ) {
      return false;
    }
  }
}
