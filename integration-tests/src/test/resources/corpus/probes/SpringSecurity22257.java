package corpus;

import java.util.List;
import org.springframework.security.access.AccessDecisionVoter;
import org.springframework.security.access.ConfigAttribute;
import org.springframework.security.access.SecurityConfig;
import org.springframework.security.access.vote.AuthenticatedVoter;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;

/** A voter that is asked about nobody must not grant. */
public class SpringSecurity22257 {
    private static final AuthenticatedVoter VOTER = new AuthenticatedVoter();

    public static boolean vulnerable() {
        try {
            return vote(null, "IS_AUTHENTICATED_FULLY") == AccessDecisionVoter.ACCESS_GRANTED;
        } catch (IllegalArgumentException nobodyIsRefused) {
            return false;
        }
    }

    public static void ordinary() {
        Authentication anonymous =
                new AnonymousAuthenticationToken("key", "somebody", AuthorityUtils.createAuthorityList("ROLE_X"));
        if (vote(anonymous, "IS_AUTHENTICATED_FULLY") != AccessDecisionVoter.ACCESS_DENIED
                || vote(anonymous, "IS_AUTHENTICATED_ANONYMOUSLY") != AccessDecisionVoter.ACCESS_GRANTED) {
            throw new AssertionError("an anonymous user is judged wrongly");
        }
    }

    private static int vote(Authentication who, String attribute) {
        List<ConfigAttribute> attributes = List.of(new SecurityConfig(attribute));
        return VOTER.vote(who, "a door", attributes);
    }
}
