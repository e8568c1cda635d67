package org.mingjie.access;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/** Secrets as they lie in the database: AES-GCM with a key of the data folder, bound to the account that they belong to. */
@Component
class SecretBox {

  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final KeyFolder keys;

  SecretBox(KeyFolder keys) {
    this.keys = keys;
  }

  byte[] close(UUID account, byte[] secret) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    byte[] closed = run(Cipher.ENCRYPT_MODE, account, nonce, secret);
    return ByteBuffer.allocate(nonce.length + closed.length).put(nonce).put(closed).array();
  }

  /** @throws IllegalStateException where it belongs to another account, or was closed with the key of another data folder */
  byte[] open(UUID account, byte[] box) {
    ByteBuffer parts = ByteBuffer.wrap(box);
    byte[] nonce = new byte[NONCE_BYTES];
    parts.get(nonce);
    byte[] closed = new byte[parts.remaining()];
    parts.get(closed);
    return run(Cipher.DECRYPT_MODE, account, nonce, closed);
  }

  private byte[] run(int mode, UUID account, byte[] nonce, byte[] text) {
    try {
      Cipher cipher = Cipher.getInstance(CIPHER);
      cipher.init(mode, new SecretKeySpec(keys.key("second-factor-key"), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(ByteBuffer.allocate(2 * Long.BYTES).putLong(account.getMostSignificantBits()).putLong(account.getLeastSignificantBits()).flip());
      return cipher.doFinal(text);
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("the secret of %s cannot be read with the key of this data folder (secret/second-factor-key)".formatted(account), broken);
    }
  }
}
